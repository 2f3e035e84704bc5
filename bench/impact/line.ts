import { connect, type Socket } from 'node:net';

const readBytes = 256 * 1024;
const endOfHead = '\r\n\r\n';

/** One connection to a server that is asked over and over. */
export interface Line {
  /** Milliseconds from a question until the last byte of its answer. Throws where the answer is not 200. */
  answeredMs(path: string): Promise<number>;
  end(): void;
}

/**
 * Opens one. Answers are read into the same memory each time and their body is not looked at: a client that takes memory for each collects
 * it by threads that keep the server from the processor, and its pauses would be taken for the server's.
 */
export async function openLine(url: string, token: string): Promise<Line> {
  const { hostname, port, host } = new URL(url);
  const buffer = Buffer.alloc(readBytes);
  let waiting: Waiting | null = null;
  const socket: Socket = connect({
    host: hostname,
    port: Number(port),
    noDelay: true,
    onread: {
      buffer,
      callback: (count) => {
        waiting?.take(buffer, count);
        return true;
      },
    },
  });
  socket.on('error', (error) => waiting?.fail(error));
  await new Promise<void>((resolve, reject) => socket.once('connect', resolve).once('error', reject));
  return {
    answeredMs: async (path) =>
      new Promise((resolve, reject) => {
        const start = performance.now();
        waiting = new Waiting(path, () => resolve(performance.now() - start), reject);
        socket.write(`GET ${path} HTTP/1.1\r\nhost: ${host}\r\nauthorization: Bearer ${token}\r\n\r\n`);
      }),
    end: () => socket.destroy(),
  };
}

/** An answer that is on its way. */
class Waiting {
  /** Bytes of the body that are still to come; null until its head was read. */
  #left: number | null = null;
  readonly #path: string;
  readonly #done: () => void;
  readonly fail: (error: Error) => void;

  constructor(path: string, done: () => void, fail: (error: Error) => void) {
    this.#path = path;
    this.#done = done;
    this.fail = fail;
  }

  take(buffer: Buffer, count: number): void {
    let body = count;
    if (this.#left === null) {
      const end = buffer.subarray(0, count).indexOf(endOfHead);
      const head = buffer.toString('latin1', 0, end);
      const length = /^content-length: (\d+)/imu.exec(head)?.[1];
      if (end < 0 || length === undefined || !head.startsWith('HTTP/1.1 200 ')) {
        this.fail(new Error(`${this.#path}: ${head.split('\r\n', 1)[0] ?? ''}`));
        return;
      }
      this.#left = Number(length);
      body = count - end - endOfHead.length;
    }
    this.#left -= body;
    if (this.#left <= 0) this.#done();
  }
}
