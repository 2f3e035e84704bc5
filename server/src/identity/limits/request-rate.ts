/** So many seconds' worth may come at once. */
const burstS = 5;
/** Keys that are remembered; the one that asked longest ago goes first, and begins anew. */
const keysMax = 20_000;

interface Bucket {
  /** Requests that are left, at `atMs`. */
  left: number;
  atMs: number;
}

/**
 * How often each key or person may ask: far above what any program of theirs needs, so that one that has gone wrong hears of it and takes
 * nothing from the others. Counted in this process; several processes each allow as much.
 */
export class RequestRate {
  readonly #perSecond: number;
  readonly #buckets = new Map<string, Bucket>();

  constructor(perSecond: number) {
    this.#perSecond = perSecond;
  }

  /** Takes one request. 0: it may go; else how many seconds to wait. A clock that jumps back gives nothing. */
  take(key: string, nowMs: number): number {
    const burst = this.#perSecond * burstS;
    const before = this.#buckets.get(key) ?? { left: burst, atMs: nowMs };
    const passedS = Math.max(0, nowMs - before.atMs) / 1_000;
    const left = Math.min(burst, before.left + passedS * this.#perSecond);
    const isGranted = left >= 1;
    this.#buckets.delete(key);
    this.#buckets.set(key, { left: isGranted ? left - 1 : left, atMs: nowMs });
    const oldest = this.#buckets.size > keysMax ? this.#buckets.keys().next() : undefined;
    if (oldest?.done === false) this.#buckets.delete(oldest.value);
    return isGranted ? 0 : Math.ceil((1 - left) / this.#perSecond);
  }
}
