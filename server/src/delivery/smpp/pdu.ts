/** The few SMPP 3.4 operations that sending with receipts takes. */
export const operation = {
  genericNack: 0x8000_0000,
  submit: 0x0000_0004,
  deliver: 0x0000_0005,
  unbind: 0x0000_0006,
  bindTransceiver: 0x0000_0009,
  enquireLink: 0x0000_0015,
} as const;
/** Set in the id of every response. */
export const responseBit = 0x8000_0000;

export interface Pdu {
  readonly id: number;
  readonly status: number;
  readonly sequence: number;
  readonly body: Buffer;
}

const headerBytes = 16;
/** Longer ones are no message a centre has reason to send. */
const pduBytesMax = 65_536;

export function encodePdu({ id, status, sequence, body }: Pdu): Buffer {
  const header = Buffer.alloc(headerBytes);
  header.writeUInt32BE(headerBytes + body.length, 0);
  header.writeUInt32BE(id >>> 0, 4);
  header.writeUInt32BE(status, 8);
  header.writeUInt32BE(sequence, 12);
  return Buffer.concat([header, body]);
}

/** The whole PDUs at the beginning of `bytes`, and what follows them. Throws RangeError where a length is impossible. */
export function decodePdus(bytes: Buffer): { pdus: Pdu[]; rest: Buffer } {
  const pdus: Pdu[] = [];
  let rest = bytes;
  while (rest.length >= headerBytes) {
    const length = rest.readUInt32BE(0);
    if (length < headerBytes || length > pduBytesMax) throw new RangeError(`a PDU of ${length} bytes`);
    if (rest.length < length) break;
    pdus.push({
      id: rest.readUInt32BE(4),
      status: rest.readUInt32BE(8),
      sequence: rest.readUInt32BE(12),
      body: rest.subarray(headerBytes, length),
    });
    rest = rest.subarray(length);
  }
  return { pdus, rest };
}

/** A string with its terminating NUL; whatever is not printable ASCII is left out. */
function cString(text: string): Buffer {
  return Buffer.from(`${text.replaceAll(/[^\x20-\x7e]/g, '')}\0`, 'latin1');
}

export function bindBody(login: { systemId: string; password: string; systemType: string }): Buffer {
  const version = Buffer.from([0x34, 0, 0]);
  return Buffer.concat([
    cString(login.systemId),
    cString(login.password),
    cString(login.systemType),
    version,
    cString(''),
  ]);
}

export interface ShortMessage {
  readonly from: string;
  /** E.164 with `+`. */
  readonly to: string;
  readonly octets: Buffer;
  readonly alphabet: 'gsm7' | 'ucs2';
  /** Which part of how many; null where it is the only one. `reference` is common to all parts. */
  readonly part: { readonly reference: number; readonly count: number; readonly number: number } | null;
  /** Recognisable when the same is sent again. */
  readonly messageReference: number;
  readonly wantsReceipt: boolean;
}

/** The body of submit_sm. */
export function submitBody(message: ShortMessage): Buffer {
  const { from, to, octets, alphabet, part, messageReference, wantsReceipt } = message;
  const header =
    part === null ? Buffer.alloc(0) : Buffer.from([5, 0, 3, part.reference, part.count, part.number]);
  const text = Buffer.concat([header, octets]);
  const reference = Buffer.from([0x02, 0x04, 0x00, 0x02, messageReference >> 8, messageReference & 0xff]);
  return Buffer.concat([
    cString(''),
    sourceAddress(from),
    Buffer.from([1, 1]),
    cString(to.replace(/^\+/, '')),
    Buffer.from([part === null ? 0 : 0x40, 0, 0]),
    cString(''),
    cString(''),
    Buffer.from([wantsReceipt ? 1 : 0, 0, alphabet === 'ucs2' ? 8 : 0, 0, text.length]),
    text,
    reference,
  ]);
}

/** Kind and plan of numbering: international, a short number, or a name. */
function sourceAddress(from: string): Buffer {
  const kind = /^\+\d+$/.test(from) ? [1, 1] : /^\d+$/.test(from) ? [0, 1] : [5, 0];
  return Buffer.concat([Buffer.from(kind), cString(from.replace(/^\+/, ''))]);
}

/** The id in a response to submit_sm. */
export function messageIdOf(body: Buffer): string {
  return readCString(body, 0).text;
}

export interface SmppReceipt {
  readonly messageId: string;
  readonly state: 'delivered' | 'undelivered' | 'underway';
  readonly detail: string;
}

/** What a deliver_sm says of an earlier message; null where it is not a receipt. Throws RangeError where it breaks off. */
export function receiptOf(body: Buffer): SmppReceipt | null {
  let at = readCString(body, 0).next;
  for (let address = 0; address < 2; address += 1) at = readCString(body, at + 2).next;
  const esmClass = body.readUInt8(at);
  at = readCString(body, at + 3).next;
  at = readCString(body, at).next;
  const length = body.readUInt8(at + 4);
  const text = body.subarray(at + 5, at + 5 + length).toString('latin1');
  if ((esmClass & 0x3c) !== 0x04) return null;
  const options = readOptions(body, at + 5 + length);
  const id = options.get(0x00_1e)?.toString('latin1').replaceAll('\0', '') ?? /\bid:(\S+)/.exec(text)?.[1];
  const word = /\bstat:([A-Z]+)/.exec(text)?.[1] ?? states[options.get(0x04_27)?.[0] ?? 0] ?? '';
  if (id === undefined) return null;
  const error = /\berr:(\w+)/.exec(text)?.[1];
  return {
    messageId: id,
    state: meanings[word] ?? 'underway',
    detail: error === undefined ? word : `${word}, ${error}`,
  };
}

/** message_state of SMPP 3.4 §5.2.28. */
const states: Record<number, string> = {
  2: 'DELIVRD',
  3: 'EXPIRED',
  4: 'DELETED',
  5: 'UNDELIV',
  8: 'REJECTD',
};
const meanings: Record<string, SmppReceipt['state']> = {
  DELIVRD: 'delivered',
  EXPIRED: 'undelivered',
  DELETED: 'undelivered',
  UNDELIV: 'undelivered',
  REJECTD: 'undelivered',
};

function readCString(bytes: Buffer, at: number): { text: string; next: number } {
  const end = bytes.indexOf(0, at);
  if (end < 0) throw new RangeError('a string without end');
  return { text: bytes.subarray(at, end).toString('latin1'), next: end + 1 };
}

function readOptions(bytes: Buffer, start: number): Map<number, Buffer> {
  const options = new Map<number, Buffer>();
  let at = start;
  while (at + 4 <= bytes.length) {
    const length = bytes.readUInt16BE(at + 2);
    options.set(bytes.readUInt16BE(at), bytes.subarray(at + 4, at + 4 + length));
    at += 4 + length;
  }
  return options;
}
