/** Keys that are remembered; the one that was looked at longest ago goes first, and begins anew. */
const keysMax = 20_000;

interface Bucket {
  /** What is left at `atMs`. */
  readonly left: number;
  readonly atMs: number;
}

export interface Rate {
  /** What a key may take at once. */
  readonly burst: number;
  /** What it gets back in each second. */
  readonly perSecond: number;
}

/** A token bucket for each key, in the memory of this process. A clock that jumps back gives nothing. */
export class TokenBuckets {
  /** May change at any time: what a bucket holds beyond a new `burst` is gone. */
  rate: Rate;
  readonly #buckets = new Map<string, Bucket>();

  constructor(rate: Rate) {
    this.rate = rate;
  }

  /** Takes one. 0: there was one; else how many seconds until there is. */
  take(key: string, nowMs: number): number {
    const left = this.left(key, nowMs);
    this.set(key, left >= 1 ? left - 1 : left, nowMs);
    return left >= 1 ? 0 : (1 - left) / this.rate.perSecond;
  }

  left(key: string, nowMs: number): number {
    const { burst, perSecond } = this.rate;
    const bucket = this.#buckets.get(key);
    if (bucket === undefined) return burst;
    const passedS = Math.max(0, nowMs - bucket.atMs) / 1_000;
    return Math.min(burst, bucket.left + passedS * perSecond);
  }

  set(key: string, left: number, nowMs: number): void {
    this.#buckets.delete(key);
    this.#buckets.set(key, { left: Math.min(left, this.rate.burst), atMs: nowMs });
    const oldest = this.#buckets.size > keysMax ? this.#buckets.keys().next() : undefined;
    if (oldest?.done === false) this.#buckets.delete(oldest.value);
  }

  /** Takes back that one was taken. */
  giveBack(key: string): void {
    const bucket = this.#buckets.get(key);
    if (bucket) this.#buckets.set(key, { ...bucket, left: Math.min(this.rate.burst, bucket.left + 1) });
  }
}
