import { type RateMessage } from './rate-message.ts';
import { answerWithinMs, beatMs, SharedBuckets } from './shared-buckets.ts';
import type { Rate } from './token-buckets.ts';

/** What becomes of a message: how long it takes, or null where it is lost. */
export type Way = (message: RateMessage) => number | null;

/** Processes that hold buckets together, on one timeline without a clock. */
export class Processes {
  nowMs = 0;
  readonly #buckets: SharedBuckets[];
  readonly #way: Way;
  readonly #dead = new Set<SharedBuckets>();
  readonly #events: { readonly atMs: number; readonly run: () => void }[] = [];

  constructor(count: number, rate: Rate, way: Way) {
    this.#way = way;
    this.#buckets = Array.from({ length: count }, (_, index) => new SharedBuckets(rate, `p${index}`));
    for (const each of this.#buckets) this.#beat(each);
  }

  /** Asks so many times at once. `heard`: how long each has to wait, or 0, and when it was told. */
  ask(process: number, count: number, heard: (waitS: number, atMs: number) => void = () => undefined): void {
    const bucket = this.#buckets[process];
    if (bucket === undefined || this.#dead.has(bucket)) return;
    for (let n = 0; n < count; n += 1) bucket.take('key', this.nowMs, (waitS) => heard(waitS, this.nowMs));
    this.#send(bucket);
    if (bucket.isAsking) this.#lapseAfter(bucket, answerWithinMs);
  }

  /** As kill -9 does. */
  kill(process: number): void {
    const bucket = this.#buckets[process];
    if (bucket) this.#dead.add(bucket);
  }

  /** Lets so much time pass, in the order of what happens. */
  pass(ms: number): void {
    const untilMs = this.nowMs + ms;
    for (;;) {
      const next = this.#events.toSorted((a, b) => a.atMs - b.atMs)[0];
      if (next === undefined || next.atMs > untilMs) break;
      this.#events.splice(this.#events.indexOf(next), 1);
      this.nowMs = Math.max(this.nowMs, next.atMs);
      next.run();
    }
    this.nowMs = untilMs;
  }

  #at(atMs: number, bucket: SharedBuckets, run: () => void): void {
    this.#events.push({ atMs, run: () => (this.#dead.has(bucket) ? undefined : run()) });
  }

  #beat(bucket: SharedBuckets): void {
    bucket.beat(this.nowMs);
    this.#send(bucket);
    this.#at(this.nowMs + beatMs, bucket, () => this.#beat(bucket));
  }

  #lapseAfter(bucket: SharedBuckets, ms: number): void {
    this.#at(this.nowMs + ms, bucket, () => {
      bucket.lapse(this.nowMs);
      this.#send(bucket);
      if (bucket.isAsking) this.#lapseAfter(bucket, answerWithinMs / 3);
    });
  }

  #send(from: SharedBuckets): void {
    for (const message of from.sent(this.nowMs)) {
      for (const other of this.#buckets) {
        const ms = other === from ? null : this.#way(message);
        if (ms !== null) this.#at(this.nowMs + ms, other, () => this.#deliver(other, message));
      }
    }
  }

  #deliver(to: SharedBuckets, message: RateMessage): void {
    to.hear(message, this.nowMs);
    this.#send(to);
  }
}
