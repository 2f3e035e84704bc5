import { inTransaction, systemCtx, type Env } from '#platform';
import { storeSeen, type SeenAlert } from '../store/intake-store.ts';

const flushEveryMs = 1_000;
/** Rows per statement. */
const chunk = 5_000;

/**
 * Repeats that changed nothing, counted in memory and written in bulk within a second. A crash loses at most that second of counts, never
 * an alert: after a start no alert expires before its sender had time to repeat it. *idle*, *waiting* (a flush is set) or *writing*.
 */
export class SeenBuffer {
  readonly #env: Env;
  #waiting = new Map<number, SeenAlert>();
  #timer: NodeJS.Timeout | undefined;
  #writing: Promise<void> | undefined;
  #stopped = false;

  constructor(env: Env) {
    this.#env = env;
  }

  add(seen: readonly SeenAlert[]): void {
    for (const alert of seen) {
      const before = this.#waiting.get(alert.id);
      this.#waiting.set(alert.id, before ? { ...alert, count: alert.count + before.count } : alert);
    }
    if (this.#waiting.size > 0 && !this.#stopped)
      this.#timer ??= setTimeout(() => void this.flush(), flushEveryMs).unref();
  }

  /** Writes what waits; keeps it where storage is away, and tries again a second later. */
  async flush(): Promise<void> {
    await this.#writing;
    clearTimeout(this.#timer);
    this.#timer = undefined;
    if (this.#waiting.size === 0) return;
    const batch = this.#waiting;
    this.#waiting = new Map();
    this.#writing = this.#write(batch).finally(() => {
      this.#writing = undefined;
    });
    await this.#writing;
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    await this.flush();
  }

  async #write(batch: ReadonlyMap<number, SeenAlert>): Promise<void> {
    const rows = [...batch.values()].sort((a, b) => a.id - b.id);
    for (let from = 0; from < rows.length; from += chunk) {
      const part = rows.slice(from, from + chunk);
      try {
        await inTransaction(systemCtx(this.#env, 'intake', 'intake'), async ({ db }) => storeSeen(db, part));
      } catch (error) {
        this.#env.log.warn(
          { error: String(error), alerts: part.length },
          'repeats not counted, trying again',
        );
        this.#putBack(part);
      }
    }
  }

  #putBack(part: readonly SeenAlert[]): void {
    const newer = this.#waiting;
    this.#waiting = new Map();
    this.add(part);
    this.add([...newer.values()]);
  }
}
