import { Worker } from 'node:worker_threads';
import type { Weights } from '../core/weights.ts';
import type { Report } from './weights-store.ts';

/** A case with its true cause, as the thread takes it. */
export interface Lesson {
  /** Gzipped JSON, as it was stored with the verdict. */
  readonly evidence: Uint8Array;
  /** Candidate id. */
  readonly cause: string;
}

export interface Fitted {
  readonly weights: Weights;
  readonly report: Report;
}

export type Told = { readonly heard: true } | { readonly fitted: Fitted | null };

/** A fit that takes longer is given up. */
const patienceMs = 600_000;

/**
 * Fits weights in a thread that ends with it, case by case so that their evidence is never in memory together. Null where too few of the
 * cases hold their cause among the candidates. Rejects where it fails or takes over ten minutes.
 */
export async function fitApart(lessons: AsyncIterable<Lesson>, begin: Weights): Promise<Fitted | null> {
  const worker = new Worker(new URL('./thread.ts', import.meta.url));
  const timer = setTimeout(() => void worker.terminate(), patienceMs);
  try {
    for await (const lesson of lessons) await ask(worker, lesson);
    const told = await ask(worker, { begin });
    return 'fitted' in told ? told.fitted : null;
  } finally {
    clearTimeout(timer);
    await worker.terminate();
  }
}

async function ask(worker: Worker, message: Lesson | { readonly begin: Weights }): Promise<Told> {
  return new Promise<Told>((resolve, reject) => {
    const gone = () => reject(new Error('the thread that fits weights ended'));
    worker.once('error', reject);
    worker.once('exit', gone);
    worker.once('message', (told: Told) => {
      worker.off('error', reject);
      worker.off('exit', gone);
      resolve(told);
    });
    worker.postMessage(message, []);
  });
}
