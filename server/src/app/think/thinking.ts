import module from 'node:module';
import { Worker } from 'node:worker_threads';
import type { Config, Connection, Log } from '#platform';

/** What the thread is told at its start. */
export interface Told {
  readonly config: Config;
  readonly connection: Connection;
  /** Where compiled code is kept. */
  readonly compiled: string | undefined;
}

/** A thread that ended is started again after this time. */
const restMs = 1_000;
const stopWithinMs = 2_000;

/**
 * Runs the lane `think` in a thread of its own, with its own connections: working out a cause, an impact or a draft takes milliseconds in
 * which the event loop of this thread would answer no alert and send no page. A thread that ends is started again; what it held is
 * taken over when its lease runs out.
 */
export function startThinking({ log, ...where }: Omit<Told, 'compiled'> & { readonly log: Log }): {
  stop(): Promise<void>;
} {
  const told: Told = { ...where, compiled: module.getCompileCacheDir() };
  let worker: Worker | undefined;
  let rest: NodeJS.Timeout | undefined;
  let isStopped = false;
  const begin = (): void => {
    const started = new Worker(new URL('./thread.ts', import.meta.url), { workerData: told });
    worker = started;
    started.on('error', (error) =>
      log.error({ error: error.stack ?? String(error) }, 'the thread that thinks failed'),
    );
    started.on('exit', () => {
      if (isStopped) return;
      log.error('the thread that thinks ended, it is started again');
      rest = setTimeout(begin, restMs);
    });
  };
  begin();
  return {
    stop: async () => {
      isStopped = true;
      clearTimeout(rest);
      if (worker === undefined) return;
      const ending = worker;
      const ended = new Promise((resolve) => void ending.once('exit', resolve));
      ending.postMessage('stop', []);
      const late = setTimeout(() => void ending.terminate(), stopWithinMs);
      await ended;
      clearTimeout(late);
    },
  };
}
