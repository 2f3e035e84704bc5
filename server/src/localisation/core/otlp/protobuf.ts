/** Thrown where bytes are no protocol buffer; the message says where. */
export class MalformedProtobuf extends Error {
  constructor(what: string, at: number) {
    super(`${what} at byte ${at}`);
    this.name = 'MalformedProtobuf';
  }
}

/** One field: numbers as bigint, 8 and 4 byte fields and texts as their bytes. */
export interface Field {
  readonly number: number;
  readonly value: bigint;
  readonly bytes: Uint8Array;
}

const none = new Uint8Array(0);
const wire = { varint: 0, fixed64: 1, bytes: 2, fixed32: 5 } as const;

/** The fields of a message in their order, whatever it is. Groups, which nobody writes any more, are refused. */
export function* fieldsOf(message: Uint8Array): Generator<Field> {
  const view = new DataView(message.buffer, message.byteOffset, message.byteLength);
  let at = 0;
  const varint = (): bigint => {
    let value = 0n;
    for (let shift = 0n; shift < 70n; shift += 7n) {
      const byte = message[at];
      if (byte === undefined) throw new MalformedProtobuf('a number ends early', at);
      at += 1;
      value |= BigInt(byte & 0x7f) << shift;
      if (byte < 0x80) return BigInt.asUintN(64, value);
    }
    throw new MalformedProtobuf('a number is too long', at);
  };
  const take = (length: number): Uint8Array => {
    if (length > message.length - at) throw new MalformedProtobuf('a field is longer than its message', at);
    at += length;
    return message.subarray(at - length, at);
  };
  while (at < message.length) {
    const tag = Number(varint());
    const number = Math.floor(tag / 8);
    switch (tag % 8) {
      case wire.varint:
        yield { number, value: varint(), bytes: none };
        break;
      case wire.fixed64: {
        const bytes = take(8);
        yield { number, value: view.getBigUint64(at - 8, true), bytes };
        break;
      }
      case wire.bytes: {
        const length = varint();
        yield { number, value: 0n, bytes: take(length > 0x7fffffffn ? message.length + 1 : Number(length)) };
        break;
      }
      case wire.fixed32:
        yield { number, value: 0n, bytes: take(4) };
        break;
      default:
        throw new MalformedProtobuf('a field of a kind that is not known', at);
    }
  }
}

const decoder = new TextDecoder();

export function textOf(bytes: Uint8Array): string {
  return decoder.decode(bytes);
}

export function hexOf(bytes: Uint8Array): string {
  let hex = '';
  for (const byte of bytes.length > 32 ? none : bytes) hex += byte.toString(16).padStart(2, '0');
  return hex;
}
