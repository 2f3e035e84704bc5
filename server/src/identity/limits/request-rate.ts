import { randomUUID } from 'node:crypto';
import { setImmediate } from 'node:timers/promises';
import { listen, type Env } from '#platform';
import { rateMessage, type RateMessage } from './rate-message.ts';
import { answerWithinMs, beatMs, SharedBuckets } from './shared-buckets.ts';

/** So many seconds' worth may come at once. */
const burstS = 5;
const channel = 'request_rate';

/**
 * How often each key or person may ask, of all processes together: far above what any program of theirs needs, so that one that has gone
 * wrong hears of it and takes nothing from the others. Where the database is away each process counts for itself.
 */
export class RequestRate {
  readonly #env: Pick<Env, 'clock' | 'databases' | 'log'>;
  readonly #me = randomUUID();
  readonly #buckets: SharedBuckets;
  readonly #listener: ReturnType<typeof listen>;
  readonly #beat: NodeJS.Timeout;
  #lapse: NodeJS.Timeout | undefined;
  #isTelling = false;

  constructor(env: Pick<Env, 'clock' | 'databases' | 'log'>, perSecond: number) {
    this.#env = env;
    this.#buckets = new SharedBuckets({ burst: perSecond * burstS, perSecond }, this.#me);
    this.#listener = listen(env, channel, (payload) => this.#hear(payload));
    this.#beat = setInterval(() => this.#sayHere(), beatMs);
  }

  /** Takes one request. 0: it may go; else how many whole seconds to wait. Waits itself only where the part of this process is used up. */
  async take(key: string): Promise<number> {
    return new Promise((resolve) => {
      this.#buckets.take(key, this.#nowMs(), (waitS) => resolve(Math.ceil(waitS)));
      if (!this.#buckets.isAsking) return;
      this.#tell();
      this.#lapse ??= setTimeout(() => this.#endWaiting(), answerWithinMs);
    });
  }

  /** Its part goes to the others at once. */
  async close(): Promise<void> {
    clearInterval(this.#beat);
    clearTimeout(this.#lapse);
    const message: RateMessage = { kind: 'gone', from: this.#me };
    await this.#listener.tell([JSON.stringify(message)]).catch(() => undefined);
    await this.#listener.close();
  }

  #nowMs(): number {
    return this.#env.clock.now().getTime();
  }

  #hear(payload: string): void {
    if (payload === '') {
      this.#sayHere();
      return;
    }
    // Another version may say more.
    const message = rateMessage.safeParse(JSON.parse(payload));
    if (message.success) this.#buckets.hear(message.data, this.#nowMs());
    this.#tell();
  }

  #sayHere(): void {
    this.#buckets.beat(this.#nowMs());
    this.#tell();
  }

  #endWaiting(): void {
    this.#lapse = undefined;
    this.#buckets.lapse(this.#nowMs());
    if (this.#buckets.isAsking) this.#lapse = setTimeout(() => this.#endWaiting(), answerWithinMs / 3);
  }

  #tell(): void {
    if (this.#isTelling) return;
    this.#isTelling = true;
    void this.#tellAll();
  }

  /** One statement at a time: what is to be said meanwhile goes together with the next. */
  async #tellAll(): Promise<void> {
    // Requests that come at the same moment ask together.
    await setImmediate();
    try {
      for (let messages = this.#sent(); messages.length > 0; messages = this.#sent())
        await this.#listener.tell(messages);
    } catch (error) {
      this.#env.log.debug({ error: String(error) }, 'other processes cannot be asked about request rates');
      this.#buckets.alone(this.#nowMs());
    }
    this.#isTelling = false;
  }

  #sent(): string[] {
    return this.#buckets.sent(this.#nowMs()).map((message) => JSON.stringify(message));
  }
}
