import { inTransaction, systemCtx, type Env } from '#platform';
import { storeSeen, type SeenAlert } from '../../store/intake-store.ts';

/** The shortest and the longest time that repeats wait in memory. */
const waitMs = { min: 1_000, max: 10_000 } as const;
/** Writing them takes at most this part of the time, while they need not be written sooner. */
const shareMax = 1 / 50;
/** Repeats of an alert that would count as ended this soon are written at the next chance. */
const endsSoonMs = 30_000;
/** So few rows are written within a second however long it takes: it is the machine that is slow, and waiting would not help it. */
const few = 100;
/** Rows per statement. */
const chunk = 5_000;

/**
 * Repeats that changed nothing, counted in memory and written in bulk: within a second when there are few or an alert is about to end,
 * within ten when there are many. A crash loses at most those counts, never an alert: after a start no alert expires before its sender
 * had time to repeat it. *idle*, *waiting* (a flush is set) or *writing*.
 */
export class SeenBuffer {
  readonly #env: Env;
  #waiting = new Map<number, SeenAlert>();
  #timer: { readonly handle: NodeJS.Timeout; readonly dueAt: number } | undefined;
  /** How long the last write of many took. */
  #tookMs = 0;
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
    if (this.#waiting.size > 0) this.#flushWithin(seen.some(endsSoon) ? waitMs.min : this.#leisureMs());
  }

  #leisureMs(): number {
    return Math.min(waitMs.max, Math.max(waitMs.min, this.#tookMs / shareMax));
  }

  #flushWithin(delayMs: number): void {
    const dueAt = performance.now() + delayMs;
    if (this.#stopped || (this.#timer && this.#timer.dueAt <= dueAt)) return;
    clearTimeout(this.#timer?.handle);
    this.#timer = { handle: setTimeout(() => void this.flush(), delayMs).unref(), dueAt };
  }

  /** Writes what waits; keeps it where storage is away, and tries again later. */
  async flush(): Promise<void> {
    await this.#writing;
    clearTimeout(this.#timer?.handle);
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
    const begunAt = performance.now();
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
    this.#tookMs = rows.length <= few ? 0 : performance.now() - begunAt;
  }

  #putBack(part: readonly SeenAlert[]): void {
    const newer = this.#waiting;
    this.#waiting = new Map();
    this.add(part);
    this.add([...newer.values()]);
  }
}

function endsSoon({ storedEnd, seenAt }: SeenAlert): boolean {
  return storedEnd !== null && storedEnd - seenAt < endsSoonMs;
}
