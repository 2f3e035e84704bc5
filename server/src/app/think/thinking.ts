import module from 'node:module';
import { Worker } from 'node:worker_threads';
import type { MetricObjectWithValues, MetricValue } from 'prom-client';
import type { Config, Connection, Log } from '#platform';

/** What the thread is told at its start. */
export interface Told {
  readonly config: Config;
  readonly connection: Connection;
  /** Where compiled code is kept. */
  readonly compiled: string | undefined;
}

/** What the thread has counted since it began, as it tells now and then. */
type Counted = MetricObjectWithValues<MetricValue<string>>[];

export interface Thinking {
  /** Of the thread that runs now; empty until it has told. */
  readonly counted: Counted;
  begin(): void;
  stop(): Promise<void>;
}

/** Before the thread is started, for the first time or again: what fell due while nobody worked is carried out first. */
const restMs = 1_000;
/** MiB: left alone, the short-lived objects of a busy thread take four times as much before they are collected. */
const youngMax = 32;
const stopWithinMs = 2_000;

/**
 * The lane `think` in a thread of its own, with its own connections: working out a cause, an impact or a draft takes milliseconds in
 * which the event loop of this thread would answer no alert and send no page. A thread that ends is started again; what it held is
 * taken over when its lease runs out.
 */
export function prepareThinking({ log, ...where }: Omit<Told, 'compiled'> & { readonly log: Log }): Thinking {
  const told: Told = { ...where, compiled: module.getCompileCacheDir() };
  let worker: Worker | undefined;
  let rest: NodeJS.Timeout | undefined;
  let isStopped = false;
  let counted: Counted = [];
  const launch = (): void => {
    const started = new Worker(new URL('./thread.ts', import.meta.url), {
      workerData: told,
      resourceLimits: { maxYoungGenerationSizeMb: youngMax },
    });
    worker = started;
    started.on('message', (now: Counted) => (counted = now));
    started.on('error', (error) =>
      log.error({ error: error.stack ?? String(error) }, 'the thread that thinks failed'),
    );
    started.on('exit', () => {
      worker = undefined;
      if (isStopped) return;
      log.error('the thread that thinks ended, it is started again');
      begin();
    });
  };
  const begin = (): void => {
    rest = setTimeout(launch, restMs);
  };
  return {
    get counted() {
      return counted;
    },
    begin,
    stop: async () => {
      isStopped = true;
      clearTimeout(rest);
      if (worker !== undefined) await end(worker);
    },
  };
}

async function end(worker: Worker): Promise<void> {
  const ended = new Promise((resolve) => void worker.once('exit', resolve));
  worker.postMessage('stop', []);
  const late = setTimeout(() => void worker.terminate(), stopWithinMs);
  await ended;
  clearTimeout(late);
}
