import { Agent, get, type IncomingMessage } from 'node:http';

export interface Watchers {
  /** When the last of them heard of what holds `mark`, on the monotonic clock. Throws after ten seconds without it. */
  lastHeard(mark: string): Promise<number>;
  close(): void;
}

interface Stream {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
}

const heardWithinMs = 10_000;
/** Text of each stream that is kept for a mark that is asked for later. */
const keptMax = 20_000;

/** Opens so many event streams and listens to each. */
export async function watch(stream: Stream, count: number): Promise<Watchers> {
  const agent = new Agent({ maxSockets: count, keepAlive: false });
  const watchers = await Promise.all(Array.from({ length: count }, async () => openStream(stream, agent)));
  return {
    lastHeard: async (mark) => {
      const times = await Promise.all(watchers.map(async (watcher) => watcher.heard(mark)));
      return Math.max(...times);
    },
    close: () => agent.destroy(),
  };
}

interface Piece {
  readonly text: string;
  readonly at: number;
}

interface Watcher {
  heard(mark: string): Promise<number>;
}

async function openStream({ url, headers }: Stream, agent: Agent): Promise<Watcher> {
  const response = await new Promise<IncomingMessage>((resolve, reject) => {
    get(url, { headers, agent }, resolve).on('error', reject);
  });
  let pieces: Piece[] = [];
  let size = 0;
  let look: (() => void) | undefined;
  let ended = '';
  response.setEncoding('utf8').on('error', ({ message }) => (ended = `, and its stream was cut: ${message}`));
  response.on('end', () => (ended = ', and the server had ended its stream'));
  response.on('data', (text: string) => {
    pieces.push({ text, at: performance.now() });
    size += text.length;
    if (size > keptMax) {
      pieces = pieces.slice(-10);
      size = pieces.reduce((sum, piece) => sum + piece.text.length, 0);
    }
    look?.();
  });
  return {
    heard: async (mark) =>
      new Promise((resolve, reject) => {
        const late = setTimeout(() => reject(new Error(notHeard(mark, ended, pieces.at(-1)))), heardWithinMs);
        look = () => {
          const found = pieces.find(({ text }) => text.includes(mark));
          if (found === undefined) return;
          clearTimeout(late);
          look = undefined;
          resolve(found.at);
        };
        look();
      }),
  };
}

/** Which of them it was: a stream that ended, one that was silent, or one that told everything but this. */
function notHeard(mark: string, ended: string, last: Piece | undefined): string {
  const heard =
    last === undefined
      ? 'nothing at all'
      : `${JSON.stringify(last.text.slice(-300))} ${Math.round(performance.now() - last.at)} ms ago`;
  return `nothing was heard of ${mark} within ${heardWithinMs} ms${ended}; the last that was heard is ${heard}`;
}
