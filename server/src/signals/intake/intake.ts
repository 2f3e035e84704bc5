import { inTransaction, systemCtx, type Databases, type Env } from '#platform';
import { openGrace } from '../store/grace-store.ts';
import { Batcher } from './batcher.ts';

const batchers = new WeakMap<Databases, Batcher>();
const running = new Set<Batcher>();
const retryMs = 1_000;

/** The one batcher of this process for this database. */
export function batcherOf(env: Env): Batcher {
  const found = batchers.get(env.databases);
  if (found) return found;
  const made = new Batcher(env);
  batchers.set(env.databases, made);
  running.add(made);
  return made;
}

/** Signals received but not yet committed. */
export function intakeHealth(): { readonly queued: number } {
  let queued = 0;
  for (const batcher of running) queued += batcher.queued;
  return { queued };
}

/** Gives alerts time to be repeated after the time in which nobody could reach this process; writes what is in memory at the end. */
export function startSignals(env: Env): { stop(): Promise<void> } {
  let timer: NodeJS.Timeout | undefined;
  const grace = async (): Promise<void> => {
    try {
      await inTransaction(systemCtx(env, 'intake', 'intake'), openGrace);
    } catch (error) {
      env.log.warn({ error: String(error) }, 'grace after start not written, trying again');
      timer = setTimeout(() => void grace(), retryMs).unref();
    }
  };
  const graced = grace();
  return {
    stop: async () => {
      await graced;
      clearTimeout(timer);
      const batcher = batcherOf(env);
      await batcher.stop();
      running.delete(batcher);
      batchers.delete(env.databases);
    },
  };
}
