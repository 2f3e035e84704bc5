import { hostname } from 'node:os';
import { openDatabases, Worker, workSizes, type Env, type Handler } from '#platform';
import { pulseTask } from '#oncall';
import { auditOnce, type Found } from './audit-once.ts';
import { surroundingsNotice, type Surroundings } from './surroundings.ts';
import { standsStill } from './work-state.ts';

/** How often the auditor looks. */
const everyMs = 5_000;
/** A worker counts as standing still, or as back, when this many looks in a row say so. */
const looksToBelieve = 2;

/** Watches the work of paging apart from those who do it. */
export interface Auditor {
  /** When the last look ended well, or the auditor began, on this process's clock. */
  readonly lastLookAt: Date;
  /** Whether this process does the work at the moment because nobody else does. */
  readonly standsIn: boolean;
  /** Overdue steps this process has carried out instead of the worker, since it started. */
  readonly stepsEscalated: number;
  stop(): Promise<void>;
}

/**
 * Starts a loop of its own, on connections of its own, in every process whatever its role. It is *looking on* (the worker does its work),
 * or *standing in* (it runs a worker of its own until another one has a pulse again). Jobs are fenced by their leases, so a worker that
 * comes back in the middle does nothing twice. What it finds is told in the log, in `/metrics` and as notices.
 */
export function startAuditor(env: Env, parts: Parts): Auditor {
  return new Looking(env, parts);
}

interface Parts {
  readonly handlers: readonly Handler[];
  readonly surroundings: Surroundings;
}

class Looking implements Auditor {
  readonly #env: Env;
  readonly #handlers: readonly Handler[];
  readonly #surroundings: Surroundings;
  #standIn: Worker | null = null;
  #stillLooks = 0;
  #movingLooks = 0;
  #timeout: NodeJS.Timeout;
  #look: Promise<void> = Promise.resolve();
  #stopped = false;
  lastLookAt: Date;
  stepsEscalated = 0;

  constructor(env: Env, { handlers, surroundings }: Parts) {
    this.#surroundings = surroundings;
    const { connection } = env.databases;
    this.lastLookAt = env.clock.now();
    this.#env = {
      ...env,
      databases: openDatabases(connection, env.log, { sizes: workSizes }),
      handover: null,
    };
    // The pulse is left to the regular worker: by it one sees that it is back.
    this.#handlers = handlers.filter((handler) => handler.task.name !== pulseTask);
    this.#timeout = setTimeout(() => this.#begin(), everyMs);
  }

  get standsIn(): boolean {
    return this.#standIn !== null;
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    clearTimeout(this.#timeout);
    await this.#look;
    await this.#goBack();
    await this.#env.databases.close();
  }

  #begin(): void {
    this.#look = this.#lookOnce().finally(() => {
      if (!this.#stopped) this.#timeout = setTimeout(() => this.#begin(), everyMs);
    });
  }

  async #lookOnce(): Promise<void> {
    try {
      const found = await auditOnce(this.#env, {
        standsIn: this.standsIn,
        about: surroundingsNotice(this.#surroundings, hostname()),
      });
      this.stepsEscalated += found.stepsEscalated;
      this.lastLookAt = this.#env.clock.now();
      await this.#takeSides(found);
    } catch (error) {
      this.#env.log.error({ error: String(error) }, 'the auditor cannot look');
    }
  }

  async #takeSides(found: Found): Promise<void> {
    const still = standsStill(found.work);
    this.#stillLooks = still ? this.#stillLooks + 1 : 0;
    this.#movingLooks = still ? 0 : this.#movingLooks + 1;
    if (this.#standIn === null && this.#stillLooks >= looksToBelieve) {
      this.#env.log.error({ pulseLateS: found.work.pulseLateS }, 'no worker does its work: standing in');
      this.#standIn = new Worker(this.#env, this.#handlers);
      this.#env.handover = this.#standIn;
    } else if (this.#standIn !== null && this.#movingLooks >= looksToBelieve) {
      this.#env.log.warn('a worker does its work again: no longer standing in');
      await this.#goBack();
    }
  }

  async #goBack(): Promise<void> {
    const standIn = this.#standIn;
    this.#standIn = null;
    this.#env.handover = null;
    await standIn?.stop(2_000);
  }
}
