import type { Actor } from '@fieldmarshal/contract';
import type { Clock } from './clock.ts';
import type { Config } from './config.ts';
import type { Databases } from './db/database.ts';
import type { Tx } from './db/transaction.ts';
import type { Handover } from './jobs/worker.ts';
import type { ReactionTable } from './jobs/reaction.ts';
import type { LivePublisher } from './realtime/publisher.ts';
import type { Log } from './log.ts';

/** What every part of the running server shares; made once in `app/start.ts` and passed by hand. */
export interface Env {
  readonly config: Config;
  readonly log: Log;
  readonly clock: Clock;
  readonly databases: Databases;
  readonly reactions: ReactionTable;
  readonly live: LivePublisher;
  /** Takes jobs due at once straight from the commit; absent in a process without a worker. */
  handover: Handover | null;
}

/** One request or job: who asks, with what. Verbs take it as their first argument. */
export interface Ctx {
  readonly env: Env;
  readonly actor: Actor;
  readonly requestId: string;
  /** Which pool the work runs on, so that slow screens cannot starve intake or paging. */
  readonly pool: keyof Databases['pools'];
  /** From the `Idempotency-Key` header: the verb's result is stored with its effects, and a retry gets it again. `request` is a hash of what was asked. */
  readonly idempotency?: { readonly key: string; readonly request: string };
  /** Set while a job runs: lets its transaction finish the job together with its effects. */
  readonly job?: { readonly key: string; readonly attempts: number; finished: boolean };
  /** Set while a reaction runs in the transaction of its cause: what it does joins that one. */
  readonly within?: Tx;
}

/** A context for work nobody asked for: reactions, timers, sweeps. */
export function systemCtx(env: Env, name: string, pool: Ctx['pool'] = 'worker'): Ctx {
  return { env, actor: { kind: 'system', name }, requestId: `system-${name}`, pool };
}
