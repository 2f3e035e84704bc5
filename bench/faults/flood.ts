import { connect, type Socket } from 'node:net';

/** What became of requests under keys that nobody knows. */
export interface Flood {
  /** Given to the operating system. */
  readonly sent: number;
  /** That could not be: every connection was full. */
  readonly heldBack: number;
  /** Answers by status. */
  readonly answers: ReadonlyMap<string, number>;
}

const connections = 64;
const tickMs = 10;
/** Bytes that wait in a connection before it counts as full. */
const fullBytes = 16_384;
/** A full connection is given up after this time, and another one is opened. */
const patienceMs = 500;

/** Asks with a new wrong key each time, half of them the intake and half the API, so many a second whatever is answered, for so long. */
export async function flood(
  url: string,
  { seconds, perSecond }: { seconds: number; perSecond: number },
): Promise<Flood> {
  const answers = new Map<string, number>();
  const { hostname, port } = new URL(url);
  const lines = Array.from({ length: connections }, () => openLine(Number(port), hostname, answers));
  const from = performance.now();
  let [sent, heldBack, at] = [0, 0, 0];
  await new Promise<void>((resolve) => {
    const timer = setInterval(() => {
      const passedMs = performance.now() - from;
      const due = Math.floor((Math.min(passedMs, seconds * 1_000) / 1_000) * perSecond);
      while (sent + heldBack < due) {
        const number = sent + heldBack;
        at = (at + 1) % connections;
        const free = lines
          .slice(at)
          .concat(lines.slice(0, at))
          .find((line) => line.isFree());
        if (free === undefined) heldBack = due - sent;
        else {
          free.write(number % 2 === 0 ? ofApi(hostname, number) : ofIntake(hostname, number));
          sent += 1;
        }
      }
      if (passedMs < seconds * 1_000) return;
      clearInterval(timer);
      resolve();
    }, tickMs);
  });
  for (const line of lines) line.end();
  return { sent, heldBack, answers };
}

/** A connection, and the one after it when it is held back for too long. */
function openLine(port: number, hostname: string, answers: Map<string, number>) {
  let socket: Socket;
  let fullSince: number | null = null;
  const open = (): void => {
    let rest = '';
    fullSince = null;
    socket = connect(port, hostname).on('error', () => undefined);
    socket.on('data', (chunk) => {
      rest += chunk.toString('latin1');
      for (const [, status = ''] of rest.matchAll(/HTTP\/1\.1 (\d{3})/g))
        answers.set(status, (answers.get(status) ?? 0) + 1);
      rest = rest.slice(-8);
    });
  };
  open();
  return {
    isFree: (): boolean => {
      if (socket.destroyed) open();
      if (socket.writableLength < fullBytes) {
        fullSince = null;
        return true;
      }
      fullSince ??= performance.now();
      if (performance.now() - fullSince > patienceMs) {
        socket.destroy();
        open();
      }
      return false;
    },
    write: (text: string): void => void socket.write(text),
    end: (): void => void socket.destroy(),
  };
}

function ofApi(host: string, number: number): string {
  return `GET /api/v1/incidents HTTP/1.1\r\nhost: ${host}\r\nauthorization: Bearer fm_wrong-${number}\r\n\r\n`;
}

function ofIntake(host: string, number: number): string {
  return `POST /intake/k/fmi_wrong-${number}/alertmanager/api/v2/alerts HTTP/1.1\r\nhost: ${host}\r\ncontent-type: application/json\r\ncontent-length: 2\r\n\r\n[]`;
}
