import { rmdir } from 'node:fs/promises';
import { setTimeout as pause } from 'node:timers/promises';
import { ensureDatabase } from './cluster.ts';
import { limitLog } from './log-file.ts';
import { obtainPostmaster, stopProcess, type Plan, type Postmaster } from './postmaster.ts';

/** Waits between attempts to bring a lost server back: they double up to the largest and never end. */
const backOffMs = { first: 50, largest: 5_000 } as const;
/** A server that ran this long was healthy: the next loss starts from the shortest wait again. */
const healthyAfterMs = 60_000;
const logCheckMs = 60_000;

type State =
  | { readonly name: 'serving'; readonly postmaster: Postmaster; readonly since: number }
  | { readonly name: 'recovering' }
  | { readonly name: 'stopped' };

/** Keeps one postmaster running; the states and what leaves them are described in `index.ts`. Only methods here change `state`. */
export class Supervisor {
  readonly #plan: Plan;
  readonly #ending = new AbortController();
  readonly #listeners: ((reason: string) => void)[] = [];
  readonly #logTimer: NodeJS.Timeout;
  #state: State;
  #latest: Postmaster;
  #waitMs: number = backOffMs.first;
  #recovery: Promise<void> = Promise.resolve();
  #stopping: Promise<void> | null = null;

  private constructor(plan: Plan, postmaster: Postmaster) {
    this.#plan = plan;
    this.#latest = postmaster;
    this.#state = this.#serve(postmaster);
    const limit = (): Promise<void> =>
      limitLog(plan.cluster.logPath).catch((error: unknown) =>
        plan.log(`PostgreSQL's log cannot be limited: ${String(error)}`),
      );
    this.#logTimer = setInterval(() => void limit(), logCheckMs).unref();
  }

  /** Resolves once the database has answered a query. Aborting ends what was started and rejects. */
  static async start(plan: Plan, signal: AbortSignal | undefined): Promise<Supervisor> {
    return new Supervisor(plan, await answering(plan, signal));
  }

  get postmaster(): Postmaster {
    return this.#latest;
  }

  onExit(listener: (reason: string) => void): void {
    this.#listeners.push(listener);
  }

  /** Repeated calls wait for the first; its mode stands. */
  stop(mode: 'fast' | 'immediate'): Promise<void> {
    this.#stopping ??= this.#stop(mode);
    return this.#stopping;
  }

  async #stop(mode: 'fast' | 'immediate'): Promise<void> {
    this.#ending.abort();
    clearInterval(this.#logTimer);
    await this.#recovery;
    const last = this.#state;
    this.#state = { name: 'stopped' };
    if (last.name === 'serving') await stopProcess(this.#plan, last.postmaster.process, mode);
    // Outside the data directory an empty directory per installation would be left for good.
    if (this.#plan.endpoint.password === null) await rmdir(this.#plan.endpoint.host).catch(() => undefined);
  }

  #serve(postmaster: Postmaster): State {
    this.#latest = postmaster;
    void postmaster.gone.then((reason) => this.#lose(reason));
    return { name: 'serving', postmaster, since: performance.now() };
  }

  #lose(reason: string): void {
    if (this.#state.name !== 'serving' || this.#ending.signal.aborted) return;
    if (performance.now() - this.#state.since > healthyAfterMs) this.#waitMs = backOffMs.first;
    this.#state = { name: 'recovering' };
    this.#plan.log(`PostgreSQL is gone (${reason}); starting it again`);
    this.#recovery = this.#recover();
    for (const listener of this.#listeners) listener(reason);
  }

  async #recover(): Promise<void> {
    const { signal } = this.#ending;
    while (!signal.aborted) {
      try {
        await pause(this.#waitMs, undefined, { signal });
        this.#waitMs = Math.min(this.#waitMs * 2, backOffMs.largest);
        this.#state = this.#serve(await answering(this.#plan, signal));
        this.#plan.log('PostgreSQL serves again');
        return;
      } catch (error) {
        if (!signal.aborted) this.#plan.log(error instanceof Error ? error.message : String(error));
      }
    }
  }
}

async function answering(plan: Plan, signal: AbortSignal | undefined): Promise<Postmaster> {
  const postmaster = await obtainPostmaster(plan, signal);
  try {
    await ensureDatabase(plan.endpoint);
    signal?.throwIfAborted();
    return postmaster;
  } catch (error) {
    await stopProcess(plan, postmaster.process, 'fast');
    throw error;
  }
}
