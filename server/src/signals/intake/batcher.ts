import { AppError, isStorageDown, storageDown, type Env } from '#platform';
import type { Signal } from '../core/signal.ts';
import { BatchWriter } from './storing/batch-writer.ts';
import { quarantineSignals } from './quarantine-signals.ts';

/** Signals that may wait for their commit. More are refused, so that memory stays bounded and senders slow down. */
const queuedMax = 60_000;
/** Transactions at a time: while PostgreSQL stores one, this process prepares the next. */
const writersMax = 2;
/** Signals that must wait before a second transaction is begun beside the first: two small ones cost more than one. */
const secondWriterFrom = 24;
/** Signals in one transaction. Beyond this a larger batch saves nothing and its last request waits longer. */
const batchMax = 3_000;

interface Waiting {
  readonly signals: readonly Signal[];
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Many requests, few commits: what arrives while transactions are running waits and goes into the next one. It is *idle*, or *writing* up
 * to two batches that share no alert; signals of one alert are stored in the order in which they came. A request is answered once its
 * batch is committed.
 */
export class Batcher {
  readonly #env: Env;
  readonly #writer: BatchWriter;
  #queue: Waiting[] = [];
  #queued = 0;
  /** Of those queued, the ones that no transaction has taken yet. */
  #waiting = 0;
  readonly #writing = new Set<Promise<void>>();
  /** Alerts of the batches that are being written. */
  readonly #inFlight = new Set<string>();
  #pumpSet = false;

  constructor(env: Env) {
    this.#env = env;
    this.#writer = new BatchWriter(env);
  }

  get queued(): number {
    return this.#queued;
  }

  /** Ends once the signals are durable. Throws `unavailable` when storage is away or too much is waiting already. */
  async accept(signals: readonly Signal[]): Promise<void> {
    if (signals.length === 0) return;
    if (this.#queued > 0 && this.#queued + signals.length > queuedMax)
      throw new AppError(
        'unavailable',
        'More signals are arriving than can be stored. Please send this again.',
        {
          retryAfterS: 1,
          internal: 'intake queue full',
        },
      );
    this.#queued += signals.length;
    this.#waiting += signals.length;
    const stored = new Promise<void>((resolve, reject) => {
      this.#queue.push({ signals, resolve, reject });
    });
    this.#pumpSoon();
    await stored;
  }

  /** A sender was turned away because storage was; what it could not repeat meanwhile gets time to be repeated. */
  turnedAway(): void {
    this.#writer.storageWasDown = true;
  }

  /** Writes the counts of repeats that are still in memory. */
  async flush(): Promise<void> {
    await this.#writer.flush();
  }

  async stop(): Promise<void> {
    await this.#idle();
    await this.#writer.stop();
  }

  async #idle(): Promise<void> {
    while (this.#queue.length > 0 || this.#writing.size > 0) {
      await Promise.all(this.#writing);
      await new Promise((resolve) => void setImmediate(resolve));
    }
  }

  /** Requests that arrived in the same turn of the event loop go together. */
  #pumpSoon(): void {
    if (this.#pumpSet || this.#writing.size >= writersMax) return;
    this.#pumpSet = true;
    setImmediate(() => {
      this.#pumpSet = false;
      this.#pump();
    });
  }

  #pump(): void {
    while (this.#mayWrite()) {
      const batch = this.#take();
      if (batch.length === 0) return;
      const ids = batch.flatMap(({ signals }) => signals.map((signal) => signal.id));
      for (const id of ids) this.#inFlight.add(id);
      const done = this.#store(batch).finally(() => {
        for (const id of ids) this.#inFlight.delete(id);
        this.#queued -= ids.length;
        this.#writing.delete(done);
        this.#pumpSoon();
      });
      this.#writing.add(done);
    }
  }

  #mayWrite(): boolean {
    if (this.#queue.length === 0 || this.#writing.size >= writersMax) return false;
    return this.#writing.size === 0 || this.#waiting >= secondWriterFrom;
  }

  /** The next requests in order, without those that concern an alert that is being written, or that wait behind such a one. */
  #take(): Waiting[] {
    const batch: Waiting[] = [];
    const left: Waiting[] = [];
    const blocked = new Set<string>();
    let size = 0;
    for (const waiting of this.#queue) {
      const fits = size === 0 || size + waiting.signals.length <= batchMax;
      if (fits && waiting.signals.every(({ id }) => !this.#inFlight.has(id) && !blocked.has(id))) {
        batch.push(waiting);
        size += waiting.signals.length;
      } else {
        left.push(waiting);
        for (const { id } of waiting.signals) blocked.add(id);
      }
    }
    this.#queue = left;
    this.#waiting -= size;
    return batch;
  }

  /** Answers every request of the batch. One that cannot be stored does not fail the others: the batch is halved until it is alone. */
  async #store(batch: readonly Waiting[]): Promise<void> {
    try {
      await this.#writer.write(batch.flatMap((waiting) => waiting.signals));
      for (const waiting of batch) waiting.resolve();
    } catch (error) {
      if (this.#isDown(error)) {
        for (const waiting of batch) waiting.reject(asUnavailable(error));
      } else if (batch.length > 1) {
        const middle = batch.length >> 1;
        await this.#store(batch.slice(0, middle));
        await this.#store(batch.slice(middle));
      } else {
        await this.#quarantine(batch, error);
      }
    }
  }

  async #quarantine(batch: readonly Waiting[], error: unknown): Promise<void> {
    const [waiting] = batch;
    if (!waiting) return;
    this.#env.log.error({ error: error instanceof Error ? error.stack : String(error) }, 'signals set aside');
    try {
      await quarantineSignals(this.#env, waiting.signals, error);
      waiting.resolve();
    } catch (failure) {
      waiting.reject(this.#isDown(failure) ? asUnavailable(failure) : failure);
    }
  }

  #isDown(error: unknown): boolean {
    const down = isStorageDown(error) || (error instanceof AppError && error.code === 'unavailable');
    this.#writer.storageWasDown ||= down;
    return down;
  }
}

function asUnavailable(error: unknown): AppError {
  return error instanceof AppError ? error : storageDown(error);
}
