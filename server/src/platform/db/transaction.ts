import type { Actor } from '@fieldmarshal/contract';
import { sql, type Transaction } from 'kysely';
import { AppError, isStorageDown, isUniqueViolation } from '../errors.ts';
import type { Ctx } from '../env.ts';
import { reactionTimers, type Fact, type FactType } from '../jobs/reaction.ts';
import type { Job, NewTimer, Task } from '../jobs/task.ts';
import { LeaseLost } from '../jobs/worker.ts';
import { storeTimers } from '../jobs/timer-store.ts';
import { runTransaction } from './client-transaction.ts';
import type { DB } from './tables.generated.ts';

/** One unit of change: everything asked of it is stored together or not at all. */
export interface Tx {
  readonly db: Transaction<DB>;
  readonly ctx: Ctx;
  /** Database time at the start of the transaction; the `now` of every pure function under it. */
  readonly now: Date;
  /** Tells other domains that something happened; their reactions are stored with it. */
  emit<D>(type: FactType<D>, subject: string, data: D): void;
  /** Sets work for later, replacing what has the same key. */
  setTimer<P>(task: Task<P>, timer: { key: string; payload: P; dueAt?: Date }): void;
  cancelTimer(key: string): void;
  /** Tells watching browsers which topics changed, e.g. `incident:INC-42`; `hint` is one short line for their eyes. */
  changed(topic: string, hint?: string): void;
  /** Runs last, just before commit: for rows that need a lock held as briefly as possible, such as the audit chain. */
  beforeCommit(step: () => Promise<void>): void;
  /** Runs once the change is durable; must not throw. */
  afterCommit(step: () => void): void;
}

interface Pending {
  facts: { type: string; subject: string; data: unknown }[];
  timers: Map<string, NewTimer>;
  cancelled: Set<string>;
  live: Map<string, string | undefined>;
  before: (() => Promise<void>)[];
  after: (() => void)[];
}

/**
 * Runs `work` in one transaction and stores its facts, reactions, timers and live changes with it. Under a job, finishing the job is
 * part of the same commit. Under an idempotency key, so is the result. Throws `unavailable` (503) when storage does not answer.
 */
export async function inTransaction<T>(ctx: Ctx, work: (tx: Tx) => Promise<T>): Promise<T> {
  const pending: Pending = {
    facts: [],
    timers: new Map(),
    cancelled: new Set(),
    live: new Map(),
    before: [],
    after: [],
  };
  let handedOver: Job[] = [];
  let result: T;
  try {
    result = await runTransaction(ctx.env.databases, ctx.pool, async ({ db, now }) => {
      const value = await work(openTx(ctx, { db, now }, pending));
      for (const step of pending.before) await step();
      handedOver = await flush(ctx, { db, now }, pending);
      if (ctx.idempotency)
        await storeResult(ctx.idempotency, { db, now }, { actor: actorKey(ctx.actor), value });
      return value;
    });
  } catch (error) {
    throw isStorageDown(error) ? storageDown(error) : error;
  }
  if (handedOver.length > 0) ctx.env.handover?.accept(handedOver);
  for (const step of pending.after) step();
  return result;
}

/** The answer while storage is away: senders retry a 503, and only a 503, at once. */
export function storageDown(cause: unknown): AppError {
  return new AppError(
    'unavailable',
    'Storage does not answer at the moment. Nothing was changed; please try again.',
    { cause, retryAfterS: 1 },
  );
}

interface Open {
  readonly db: Transaction<DB>;
  readonly now: Date;
}

function openTx(ctx: Ctx, { db, now }: Open, pending: Pending): Tx {
  return {
    db,
    ctx,
    now,
    emit: (type, subject, data) => {
      pending.facts.push({ type: type.type, subject, data: type.data.parse(data) });
    },
    setTimer: (task, { key, payload, dueAt }) => {
      pending.cancelled.delete(key);
      pending.timers.set(key, {
        key,
        task: task.name,
        lane: task.lane,
        payload,
        ...(dueAt === undefined ? {} : { dueAt }),
      });
    },
    cancelTimer: (key) => {
      pending.timers.delete(key);
      pending.cancelled.add(key);
    },
    changed: (topic, hint) => {
      pending.live.set(topic, hint ?? pending.live.get(topic));
    },
    beforeCommit: (step) => pending.before.push(step),
    afterCommit: (step) => pending.after.push(step),
  };
}

async function flush(ctx: Ctx, { db, now }: Open, pending: Pending): Promise<Job[]> {
  if (ctx.job) {
    const { numDeletedRows } = await db
      .deleteFrom('timer')
      .where('key', '=', ctx.job.key)
      .where('attempts', '=', ctx.job.attempts)
      .executeTakeFirst();
    if (numDeletedRows === 0n) throw new LeaseLost(ctx.job.key);
    ctx.job.finished = true;
  }
  if (pending.cancelled.size > 0)
    await db
      .deleteFrom('timer')
      .where('key', 'in', [...pending.cancelled])
      .execute();
  const facts = await storeFacts({ db, now }, pending.facts);
  const timers = [...pending.timers.values(), ...reactionTimers(ctx.env.reactions, facts)];
  const jobs = await storeTimers(db, timers, { now, handover: ctx.env.handover });
  if (pending.live.size > 0) await ctx.env.live.publish(db, pending.live);
  return jobs;
}

async function storeFacts({ db, now }: Open, facts: Pending['facts']): Promise<Fact<unknown>[]> {
  if (facts.length === 0) return [];
  const { rows } = await sql<{ id: number }>`
    insert into fact (type, subject, data, at)
    select f.type, f.subject, f.data, ${now}
    from rows from (jsonb_to_recordset(${JSON.stringify(facts)}::jsonb) as (type text, subject text, data jsonb))
      with ordinality as f(type, subject, data, n)
    order by f.n
    returning id`.execute(db);
  return facts.map((fact, index) => {
    const id = rows[index]?.id;
    if (id === undefined) throw new Error('a fact was stored without an id');
    return { ...fact, id, at: now.toISOString() };
  });
}

async function storeResult(
  { key, request }: NonNullable<Ctx['idempotency']>,
  { db, now }: Open,
  { actor, value }: { actor: string; value: unknown },
): Promise<void> {
  try {
    await db
      .insertInto('idempotency')
      .values({ actor, key, request, result: JSON.stringify(value ?? null), at: now })
      .execute();
  } catch (error) {
    if (!isUniqueViolation(error)) throw error;
    throw new AppError(
      'conflict',
      'A request with this Idempotency-Key is being carried out at this moment. Please ask again.',
      {
        retryable: true,
      },
    );
  }
}

/** Whose idempotency keys these are: keys of different people or tokens never meet. */
export function actorKey(actor: Actor): string {
  switch (actor.kind) {
    case 'person':
      return `person:${actor.person}`;
    case 'token':
      return `token:${actor.tokenId}`;
    case 'integration':
      return `integration:${actor.integrationId}`;
    case 'system':
      return `system:${actor.name}`;
  }
}
