import net from 'node:net';
import tls from 'node:tls';
import { checkedAddresses } from '#platform';
import {
  bindBody,
  decodePdus,
  encodePdu,
  operation,
  receiptOf,
  responseBit,
  type Pdu,
  type SmppReceipt,
} from './pdu.ts';

const connectMs = 10_000;
const answerMs = 10_000;
const idleMs = 30_000;

export interface SmppLogin {
  readonly host: string;
  readonly port: number;
  readonly tls: boolean;
  readonly systemId: string;
  readonly password: string;
  readonly systemType: string;
  readonly allowPrivate: boolean;
}

/** No answer came. `sent`: the request had left, so the centre may have acted on it. */
export class SmppSilence extends Error {
  readonly sent: boolean;

  constructor(message: string, sent: boolean) {
    super(message);
    this.name = 'SmppSilence';
    this.sent = sent;
  }
}

/** The centre answered with an error status. */
export class SmppRefusal extends Error {
  readonly status: number;

  constructor(status: number) {
    super(`status 0x${status.toString(16).padStart(2, '0')}`);
    this.name = 'SmppRefusal';
    this.status = status;
  }
}

interface Waiting {
  readonly take: (pdu: Pdu) => void;
  readonly fail: (error: Error) => void;
}

/**
 * One bound connection to a message centre. States: connecting and binding (in {@link openSession}), bound, closed. It is asked whether it
 * lives every 30 s of silence. A receipt is acknowledged only after `onReceipt` has kept it; where that fails the centre sends it again.
 */
export class SmppSession {
  readonly #socket: net.Socket;
  readonly #onReceipt: (receipt: SmppReceipt) => Promise<void>;
  readonly #waiting = new Map<number, Waiting>();
  #sequence = 0;
  #rest: Buffer = Buffer.alloc(0);
  isClosed = false;

  constructor(socket: net.Socket, onReceipt: (receipt: SmppReceipt) => Promise<void>) {
    this.#socket = socket;
    this.#onReceipt = onReceipt;
    // A connection that waits for receipts does not keep the process alive.
    socket.unref();
    socket.on('data', (chunk: Buffer) => this.#read(chunk));
    socket.on('error', () => this.close());
    socket.on('close', () => this.close());
    socket.setTimeout(
      idleMs,
      () => void this.request(operation.enquireLink, Buffer.alloc(0)).catch(() => this.close()),
    );
  }

  /** Sends a request and gives its response's body. Throws {@link SmppRefusal} or {@link SmppSilence}. */
  async request(id: number, body: Buffer): Promise<Buffer> {
    if (this.isClosed) throw new SmppSilence('The connection is closed.', false);
    this.#sequence = (this.#sequence % 0x7fff_fffe) + 1;
    const sequence = this.#sequence;
    const answer = new Promise<Pdu>((take, fail) => {
      const timer = setTimeout(() => {
        this.#waiting.delete(sequence);
        fail(new SmppSilence(`No answer within ${answerMs / 1000} s.`, true));
      }, answerMs);
      const settle = (): void => {
        clearTimeout(timer);
        this.#waiting.delete(sequence);
      };
      this.#waiting.set(sequence, {
        take: (pdu) => {
          settle();
          take(pdu);
        },
        fail: (error) => {
          settle();
          fail(error);
        },
      });
    });
    this.#socket.write(encodePdu({ id, status: 0, sequence, body }));
    const { status, body: answered } = await answer;
    if (status !== 0) throw new SmppRefusal(status);
    return answered;
  }

  close(): void {
    if (this.isClosed) return;
    this.isClosed = true;
    this.#socket.destroy();
    for (const { fail } of [...this.#waiting.values()])
      fail(new SmppSilence('The connection was cut before the answer came.', true));
  }

  #read(chunk: Buffer): void {
    try {
      const { pdus, rest } = decodePdus(Buffer.concat([this.#rest, chunk]));
      this.#rest = rest;
      for (const pdu of pdus) this.#take(pdu);
    } catch {
      // What cannot be read cannot be answered either: the next message opens a new connection.
      this.close();
    }
  }

  #take(pdu: Pdu): void {
    if ((pdu.id & responseBit) !== 0) {
      this.#waiting.get(pdu.sequence)?.take(pdu);
    } else if (pdu.id === operation.deliver) {
      const receipt = receiptOf(pdu.body);
      const kept = receipt === null ? Promise.resolve() : this.#onReceipt(receipt);
      kept.then(
        () => this.#respond(pdu, 0, Buffer.alloc(1)),
        // ESME_RSYSERR: the centre keeps it and tries again.
        () => this.#respond(pdu, 8, Buffer.alloc(1)),
      );
    } else {
      const isKnown = pdu.id === operation.enquireLink || pdu.id === operation.unbind;
      this.#respond(isKnown ? pdu : { ...pdu, id: operation.genericNack }, isKnown ? 0 : 3);
      if (pdu.id === operation.unbind) this.close();
    }
  }

  #respond({ id, sequence }: Pdu, status: number, body: Buffer = Buffer.alloc(0)): void {
    if (!this.isClosed)
      this.#socket.write(encodePdu({ id: (id | responseBit) >>> 0, status, sequence, body }));
  }
}

/** Connects to a checked address and binds as transceiver. Throws {@link SmppSilence}, {@link SmppRefusal} or OutboundError. */
export async function openSession(
  login: SmppLogin,
  onReceipt: (receipt: SmppReceipt) => Promise<void>,
): Promise<SmppSession> {
  const { host, port } = login;
  const [address = host] = await checkedAddresses(host, login.allowPrivate, AbortSignal.timeout(connectMs));
  const socket = login.tls
    ? tls.connect({ host: address, port, ...(net.isIP(host) === 0 ? { servername: host } : {}) })
    : net.connect({ host: address, port });
  await new Promise<void>((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error('no connection in time')), connectMs);
    socket.once(login.tls ? 'secureConnect' : 'connect', () => {
      clearTimeout(timer);
      resolve();
    });
    socket.once('error', (error) => {
      clearTimeout(timer);
      reject(error);
    });
  }).catch((error: unknown) => {
    socket.destroy();
    throw new SmppSilence(error instanceof Error ? error.message : 'no connection', false);
  });
  const session = new SmppSession(socket, onReceipt);
  try {
    await session.request(operation.bindTransceiver, bindBody(login));
    return session;
  } catch (error) {
    session.close();
    // Nothing of a message has left yet.
    throw error instanceof SmppSilence ? new SmppSilence(error.message, false) : error;
  }
}
