import { Worker } from 'node:worker_threads';
import type { Case } from '../core/case.ts';
import type { Verdict } from '../core/localise.ts';
import type { Weights } from '../core/weights.ts';

export interface Asked {
  readonly id: number;
  readonly input: Case;
  readonly weights: Weights;
}

export interface Answered {
  readonly id: number;
  readonly verdict: Verdict;
}

interface Waiting {
  readonly resolve: (verdict: Verdict) => void;
  readonly reject: (error: Error) => void;
}

/** A verdict that takes longer is given up; its job is tried again. */
const patienceMs = 30_000;

interface Thread {
  readonly worker: Worker;
  readonly waiting: Map<number, Waiting>;
}

let thread: Thread | null = null;
let asked = 0;

/**
 * `localise`, in a thread of its own: a large case must not hold up who is to be paged meanwhile. The thread is started with the first
 * case, shared by all, and never keeps the process alive. Rejects where it fails or takes too long; the next case gets a new one.
 */
export async function localiseApart(input: Case, weights: Weights): Promise<Verdict> {
  const { worker, waiting } = (thread ??= start());
  asked += 1;
  const id = asked;
  const timer = setTimeout(() => end('it took too long'), patienceMs);
  try {
    return await new Promise<Verdict>((resolve, reject) => {
      waiting.set(id, { resolve, reject });
      worker.ref();
      worker.postMessage({ id, input, weights } satisfies Asked, []);
    });
  } finally {
    clearTimeout(timer);
    if (waiting.size === 0) worker.unref();
  }
}

function start(): Thread {
  const worker = new Worker(new URL('./thread.ts', import.meta.url));
  const waiting = new Map<number, Waiting>();
  worker.on('message', ({ id, verdict }: Answered) => {
    waiting.get(id)?.resolve(verdict);
    waiting.delete(id);
  });
  worker.on('error', (error) => end(String(error)));
  worker.on('exit', () => end('it ended'));
  return { worker, waiting };
}

function end(why: string): void {
  const ended = thread;
  thread = null;
  if (ended === null) return;
  for (const { reject } of ended.waiting.values()) reject(new Error(`the thread of localisation: ${why}`));
  ended.waiting.clear();
  void ended.worker.terminate();
}
