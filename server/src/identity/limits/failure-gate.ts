import { network } from './network.ts';
import { TokenBuckets } from './token-buckets.ts';

/** Unknown keys that one address may try at once, and then in each second. */
const rate = { burst: 50, perSecond: 5 };

/**
 * How many keys that nobody knows an address may try: what comes beyond costs no query. Counted by each process for itself: keys have 256
 * random bits, so guessing n times as often finds none either, and the limit keeps a flood from the process that it comes to. Asked
 * together with the others, as for {@link SharedBuckets}, each address that floods one would be work for all.
 */
export class FailureGate {
  readonly #tries = new TokenBuckets(rate);

  /** Takes one try; false where none is left. Take it before the key is looked up, and give it back where it was a good one. */
  take(address: string, nowMs: number): boolean {
    return this.#tries.take(network(address), nowMs) === 0;
  }

  /** Whether a try is left, which is not taken. */
  has(address: string, nowMs: number): boolean {
    return this.#tries.left(network(address), nowMs) >= 1;
  }

  giveBack(address: string): void {
    this.#tries.giveBack(network(address));
  }
}
