import { TokenBuckets } from './token-buckets.ts';

/** So many seconds' worth may come at once. */
const burstS = 5;

/** How often each key or person may ask: far above what any program of theirs needs, so that one that has gone wrong hears of it and takes nothing from the others. */
export class RequestRate {
  readonly #requests: TokenBuckets;

  constructor(perSecond: number) {
    this.#requests = new TokenBuckets({ burst: perSecond * burstS, perSecond });
  }

  /** Takes one request. 0: it may go; else how many whole seconds to wait. */
  take(key: string, nowMs: number): number {
    return Math.ceil(this.#requests.take(key, nowMs));
  }
}
