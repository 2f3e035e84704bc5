import { sql } from 'kysely';
import { systemCtx, type Ctx } from '../env.ts';
import { storeFacts, takeFactIds } from '../jobs/fact-store.ts';
import { reactionKey, reactionTimer, reactionsTo, type Fact } from '../jobs/reaction.ts';
import type { Job, NewTimer } from '../jobs/task.ts';
import { storeTimers } from '../jobs/timer-store.ts';
import { LeaseLost } from '../jobs/run-job.ts';
import type { OpenTransaction, Send } from './client-transaction.ts';
import type { Pending, Tx } from './transaction.ts';

/** What a transaction has to store beside its own rows. */
export interface Settlement extends Pick<Pending, 'cancelled' | 'live' | 'last'> {
  readonly facts: readonly Fact<unknown>[];
  readonly timers: readonly NewTimer[];
}

/** Numbers the facts and runs the reactions that go together with them. */
export async function settle(tx: Tx, { send }: OpenTransaction, pending: Pending): Promise<Settlement> {
  const { env } = tx.ctx;
  const facts: Fact<unknown>[] = [];
  const reactions: NewTimer[] = [];
  while (pending.facts.length > 0) {
    const emitted = pending.facts.splice(0);
    const ids = await takeFactIds(env.databases, send, emitted.length);
    const at = tx.now.toISOString();
    const numbered = emitted.map((fact, index) => ({ ...fact, id: ids[index] ?? 0, at }));
    facts.push(...numbered);
    reactions.push(...(await react(tx, numbered)));
  }
  const { cancelled, live, last } = pending;
  return { facts, timers: [...pending.timers.values(), ...reactions], cancelled, live, last };
}

/** Runs the reactions that go together with their cause. Returns the timers of the others. */
async function react(tx: Tx, facts: readonly Fact<unknown>[]): Promise<NewTimer[]> {
  const { env, job } = tx.ctx;
  const due = reactionsTo(env.reactions, facts);
  // A job that failed before may have failed by what went together with it.
  const together = due.filter(({ reaction }) => reaction.together && job?.attempts === 1);
  const runs = together.map(async (each) => {
    const ctx: Ctx = { ...systemCtx(env, 'Fieldmarshal'), requestId: reactionKey(each), within: tx };
    await each.reaction.run(ctx, each.fact);
  });
  // All of them before any error: a statement sent after the rollback would stand alone.
  const failed = (await Promise.allSettled(runs)).find((run) => run.status === 'rejected');
  if (failed) throw failed.reason;
  return due.filter((each) => !together.includes(each)).map(reactionTimer);
}

interface Sent {
  readonly all: readonly Promise<unknown>[];
  /** The jobs that this process runs itself, once they are committed. */
  readonly handingOver: Promise<Job[]>;
}

/** Sends what needs no answer before COMMIT, in this order: a job may set its own timer anew. */
export function sendLast(
  { env, job }: Ctx,
  { send, now }: OpenTransaction,
  { facts, timers, cancelled, live, last }: Settlement,
): Sent {
  const all: Promise<unknown>[] = [];
  if (job) all.push(endJob(job, send));
  if (cancelled.size > 0) all.push(send(sql`delete from timer where key = any(${[...cancelled]}::text[])`));
  if (facts.length > 0) all.push(storeFacts(send, facts));
  const handingOver = storeTimers(send, timers, { now, handover: env.handover });
  all.push(handingOver);
  if (live.size > 0) all.push(send(env.live.announcement(live)));
  all.push(...last.map(async (statement) => send(statement())));
  return { all, handingOver };
}

/** Of the function `job_is_not_held`, which says in the log of the database what happened. */
const notHeld = 'FM001';

/** Fails the transaction, so that its COMMIT rolls back, where the claim was lost. */
async function endJob(job: NonNullable<Ctx['job']>, send: Send): Promise<void> {
  try {
    await send(sql`
      with ended as (delete from timer where key = ${job.key} and attempts = ${job.attempts} returning key)
      select job_is_not_held(${job.key}) where not exists (select from ended)`);
  } catch (error) {
    const lost = error instanceof Error && 'code' in error && error.code === notHeld;
    throw lost ? new LeaseLost(job.key, { cause: error }) : error;
  }
  job.finished = true;
}
