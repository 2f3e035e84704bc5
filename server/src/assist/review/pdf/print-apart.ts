import { Worker } from 'node:worker_threads';
import { AppError } from '#platform';
import type { Paper, Printed } from './paper.ts';

export interface PrintLimits {
  readonly timeMaxMs: number;
  readonly atOnceMax: number;
  readonly waitingMax: number;
  /** UTF-16 units of the Markdown. */
  readonly lengthMax: number;
}

const usual: PrintLimits = { timeMaxMs: 30_000, atOnceMax: 1, waitingMax: 8, lengthMax: 2_000_000 };
/** MiB, of the thread that draws. */
const memoryMax = 512;

let drawing = 0;
const waiting: (() => void)[] = [];

/**
 * Draws a document in a thread of its own: laying out and fonts take seconds for a long one, in which the event loop would answer nobody.
 * One at a time, a few wait. Refuses what is too long, takes too long, or comes when too many wait already.
 */
export async function printApart(paper: Paper, limits: PrintLimits = usual): Promise<Printed> {
  const { atOnceMax, waitingMax, lengthMax } = limits;
  if (paper.markdown.length > lengthMax) throw new AppError('too-large', instead('is too long for a PDF'));
  if (drawing >= atOnceMax) {
    if (waiting.length >= waitingMax)
      throw new AppError('unavailable', 'Too many PDFs are being made now. Ask again in a minute.', {
        retryAfterS: 60,
      });
    await new Promise<void>((resolve) => waiting.push(resolve));
  }
  drawing += 1;
  try {
    return await drawn(paper, limits.timeMaxMs);
  } finally {
    drawing -= 1;
    waiting.shift()?.();
  }
}

function instead(what: string): string {
  return `The review ${what}. Its Markdown and its page for paper have everything.`;
}

async function drawn(paper: Paper, timeMaxMs: number): Promise<Printed> {
  const worker = new Worker(new URL('./thread.ts', import.meta.url), {
    workerData: paper,
    resourceLimits: { maxOldGenerationSizeMb: memoryMax },
  });
  let late: NodeJS.Timeout | undefined;
  try {
    return await new Promise<Printed>((resolve, reject) => {
      const seconds = String(timeMaxMs / 1000);
      late = setTimeout(() => {
        reject(new AppError('too-large', instead(`takes longer than ${seconds} s to draw as PDF`)));
      }, timeMaxMs);
      worker.on('message', resolve);
      worker.on('error', reject);
      worker.on('exit', () => {
        reject(new Error('the thread that draws a PDF ended without one'));
      });
    });
  } finally {
    clearTimeout(late);
    await worker.terminate();
  }
}
