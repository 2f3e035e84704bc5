import { network } from './network.ts';

/** Unknown keys that one address may try at once, and then in each second. */
const burst = 50;
const perSecond = 5;
/** Addresses that are remembered; the one that was looked at longest ago goes first. */
const addressesMax = 20_000;

interface Bucket {
  /** Tries that are left, at `atMs`. */
  left: number;
  atMs: number;
}

/**
 * How many keys that nobody knows an address may try: what comes beyond costs no query. Counted in this process, so that a flood reaches
 * no other part of it; with several processes each counts its own.
 */
export class FailureGate {
  readonly #buckets = new Map<string, Bucket>();

  /** Takes one try; false where none is left. Take it before the key is looked up, and give it back where it was a good one. */
  take(address: string, nowMs: number): boolean {
    const key = network(address);
    const bucket = this.#refilled(key, nowMs);
    this.#buckets.delete(key);
    this.#buckets.set(key, bucket);
    this.#forgetOldest();
    if (bucket.left < 1) return false;
    bucket.left -= 1;
    return true;
  }

  /** Whether a try is left, which is not taken. */
  has(address: string, nowMs: number): boolean {
    return this.#refilled(network(address), nowMs).left >= 1;
  }

  giveBack(address: string): void {
    const bucket = this.#buckets.get(network(address));
    if (bucket) bucket.left = Math.min(burst, bucket.left + 1);
  }

  #refilled(key: string, nowMs: number): Bucket {
    const bucket = this.#buckets.get(key);
    if (bucket === undefined) return { left: burst, atMs: nowMs };
    // A clock that jumped back gives nothing, and takes nothing.
    const passedS = Math.max(0, nowMs - bucket.atMs) / 1000;
    return { left: Math.min(burst, bucket.left + passedS * perSecond), atMs: nowMs };
  }

  #forgetOldest(): void {
    if (this.#buckets.size <= addressesMax) return;
    const oldest = this.#buckets.keys().next();
    if (!oldest.done) this.#buckets.delete(oldest.value);
  }
}
