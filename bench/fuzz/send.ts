import { Agent, request } from 'node:http';

export interface Shot {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: Buffer;
}

export interface Answer {
  readonly status: number;
  readonly text: string;
  readonly ms: number;
}

const agent = new Agent({ keepAlive: true, maxSockets: 8 });
const answerWithinMs = 20_000;

/** Sends one request with exactly these octets. Status 0: no answer came. */
export async function send(url: string, { method, path, headers, body }: Shot): Promise<Answer> {
  const started = performance.now();
  const { hostname, port } = new URL(url);
  return new Promise((resolve) => {
    const answer = (status: number, text: string): void =>
      resolve({ status, text, ms: performance.now() - started });
    const outgoing = request(
      {
        agent,
        hostname,
        port,
        method,
        path,
        headers: { ...headers, ...(body ? { 'content-length': String(body.length) } : {}) },
        timeout: answerWithinMs,
      },
      (response) => {
        let text = '';
        response.setEncoding('utf8').on('data', (chunk: string) => (text = (text + chunk).slice(0, 500)));
        response.on('end', () => answer(response.statusCode ?? 0, text));
        response.on('error', () => answer(response.statusCode ?? 0, text));
      },
    );
    outgoing.on('timeout', () => outgoing.destroy(new Error('no answer')));
    // A server that refuses what is too large may close before all was sent; that is an answer, too.
    outgoing.on('error', (error: NodeJS.ErrnoException) =>
      answer(error.code === 'ECONNRESET' || error.code === 'EPIPE' ? 499 : 0, error.message),
    );
    outgoing.end(body);
  });
}
