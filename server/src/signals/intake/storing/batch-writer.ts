import { expireCatalog } from '#catalog';
import { inTransaction, readOnce, systemCtx, type Env, type Tx } from '#platform';
import { StaleRead, isRace, untilFresh } from '../../alerts/stale-read.ts';
import type { Signal } from '../../core/signal.ts';
import { readRouting } from '../../routing.ts';
import { openGrace } from '../../store/grace-store.ts';
import type { Loaded, SeenAlert } from '../../store/intake-store.ts';
import { LiveAlerts } from './live-alerts.ts';
import { SeenBuffer } from './seen-buffer.ts';
import { loadStored, onlyRepeats, storeLoaded, type Stored } from './store-signals.ts';
import { storeUnseen } from './store-unseen.ts';

/** What the last batch held, and so what the next one probably will: for each there is a way that takes one round trip. */
type Expected = 'repeats' | 'unseen' | 'anything';

/** Makes batches of signals durable. Batches that are written at the same time share no alert. */
export class BatchWriter {
  readonly #env: Env;
  readonly #seen: SeenBuffer;
  readonly #live: LiveAlerts;
  /** Whether a sender was refused for want of storage: alerts get time to be repeated. */
  storageWasDown = false;
  #expected: Expected = 'anything';
  /** Database time less this process's, milliseconds, as of the last answer that told. */
  #clockAheadMs: number | undefined;

  constructor(env: Env) {
    this.#env = env;
    this.#seen = new SeenBuffer(env);
    this.#live = new LiveAlerts(env);
  }

  /** Ends once the signals are durable. */
  async write(signals: readonly Signal[]): Promise<void> {
    const seen = this.storageWasDown ? null : await this.#writeAsExpected(signals);
    this.#seen.add(seen ?? (await this.#writeAnything(signals)).seen);
  }

  /** Writes the counts of repeats that are still in memory. */
  async flush(): Promise<void> {
    await this.#seen.flush();
  }

  async stop(): Promise<void> {
    this.#live.stop();
    await this.#seen.stop();
  }

  /** What to count later; null where the batch was something else. */
  async #writeAsExpected(signals: readonly Signal[]): Promise<readonly SeenAlert[] | null> {
    if (this.#expected === 'anything') return null;
    const seen = await (this.#expected === 'repeats'
      ? this.#readRepeats(signals)
      : this.#writeUnseen(signals));
    if (seen === null) this.#expected = 'anything';
    return seen;
  }

  /** What Prometheus sends most is what it sent before: one look outside a transaction is all it takes. */
  async #readRepeats(signals: readonly Signal[]): Promise<readonly SeenAlert[] | null> {
    const { databases } = this.#env;
    const loaded = await loadStored(async (statement) => readOnce(databases, 'intake', statement), signals);
    return onlyRepeats(signals, loaded);
  }

  /** What a storm is made of is alerts nobody has heard of, in groups that are open. */
  async #writeUnseen(signals: readonly Signal[]): Promise<readonly SeenAlert[] | null> {
    if (this.#clockAheadMs === undefined) return null;
    const now = performance.now() + this.#clockAheadMs;
    try {
      if (!(await storeUnseen(this.#env, signals, now))) return null;
    } catch (error) {
      if (isRace(error)) return null;
      throw error;
    }
    this.#live.tellSoon();
    return [];
  }

  async #writeAnything(signals: readonly Signal[]): Promise<Stored> {
    const wasDown = this.storageWasDown;
    const stored = await untilFresh(async () => this.#transact(signals, wasDown));
    // Not where storage failed beside this batch, which has opened no grace.
    if (wasDown) this.storageWasDown = false;
    this.#expected = expectedAfter(stored);
    return stored;
  }

  async #transact(signals: readonly Signal[], wasDown: boolean): Promise<Stored> {
    const routing = await readRouting(this.#env);
    const startedAt = performance.now();
    const store = async (tx: Tx, loaded: Loaded): Promise<Stored> => {
      if (loaded.catalogVersion !== routing.version) this.#refuseOld();
      this.#clockAheadMs = loaded.now - startedAt;
      if (wasDown) await openGrace(tx);
      const result = await storeLoaded(tx, { signals, routing, loaded });
      if (result.visible) this.#live.tellWith(tx);
      return result;
    };
    const ctx = systemCtx(this.#env, 'intake', 'intake');
    return inTransaction(ctx, store, async ({ send }) => loadStored(send, signals));
  }

  /** Routes that were changed count from the change on, also where it was made by another process that has not told yet. */
  #refuseOld(): never {
    expireCatalog(this.#env.databases);
    throw new StaleRead();
  }
}

function expectedAfter({ visible, unseen }: Stored): Expected {
  if (!visible) return 'repeats';
  return unseen ? 'unseen' : 'anything';
}
