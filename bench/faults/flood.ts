import { connect } from 'node:net';

/** What became of requests under keys that nobody knows. */
export interface Flood {
  readonly sent: number;
  /** Answers by status. */
  readonly answers: ReadonlyMap<string, number>;
}

const connections = 16;
/** Requests on their way on each connection at a time. */
const depth = 32;

/** Asks with a new wrong key each time, half of them the intake and half the API, as fast as the server answers, for so long. */
export async function flood(url: string, seconds: number): Promise<Flood> {
  const until = Date.now() + seconds * 1_000;
  const answers = new Map<string, number>();
  let sent = 0;
  const { hostname, port } = new URL(url);
  const one = async (): Promise<void> =>
    new Promise((resolve) => {
      const socket = connect(Number(port), hostname);
      let rest = '';
      const next = (): void => {
        sent += 1;
        socket.write(sent % 2 === 0 ? ofApi(hostname, sent) : ofIntake(hostname, sent));
      };
      socket.on('connect', () => {
        for (let index = 0; index < depth; index += 1) next();
      });
      socket.on('data', (chunk) => {
        rest += chunk.toString('latin1');
        const found = [...rest.matchAll(/HTTP\/1\.1 (\d{3})/g)];
        for (const [, status = ''] of found) answers.set(status, (answers.get(status) ?? 0) + 1);
        rest = rest.slice(-8);
        if (Date.now() > until) socket.destroy();
        else for (const _ of found) next();
      });
      socket.on('error', () => undefined).on('close', () => resolve());
    });
  while (Date.now() < until) await Promise.all(Array.from({ length: connections }, one));
  return { sent, answers };
}

function ofApi(host: string, number: number): string {
  return `GET /api/v1/incidents HTTP/1.1\r\nhost: ${host}\r\nauthorization: Bearer fm_wrong-${number}\r\n\r\n`;
}

function ofIntake(host: string, number: number): string {
  return `POST /intake/k/fmi_wrong-${number}/alertmanager/api/v2/alerts HTTP/1.1\r\nhost: ${host}\r\ncontent-type: application/json\r\ncontent-length: 2\r\n\r\n[]`;
}
