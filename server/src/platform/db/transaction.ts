import type { Actor } from '@fieldmarshal/contract';
import { sql, type Transaction } from 'kysely';
import { AppError, isStorageDown, isUniqueViolation } from '../errors.ts';
import type { Ctx } from '../env.ts';
import { reactionTimers, type Fact, type FactType } from '../jobs/reaction.ts';
import type { Job, NewTimer, Task } from '../jobs/task.ts';
import { LeaseLost } from '../jobs/worker.ts';
import { storeTimers } from '../jobs/timer-store.ts';
import { runTransaction, type OpenTransaction, type Queries, type Send } from './client-transaction.ts';
import type { DB } from './tables.generated.ts';

/** One unit of change: everything asked of it is stored together or not at all. */
export interface Tx {
  readonly db: Transaction<DB>;
  /** Sends a statement at once: for those that may share a round trip with others. */
  readonly send: Send;
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
  /** Runs last, just before commit, side by side with others: for rows that need a lock held as briefly as possible, such as the audit chain. */
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
 * part of the same commit. Under an idempotency key, so is the result. `first` is a query that `work` needs anyway and that may travel
 * with BEGIN; `work` gets its answer. Throws `unavailable` (503) when storage does not answer.
 */
export async function inTransaction<T>(ctx: Ctx, work: (tx: Tx) => Promise<T>): Promise<T>;
export async function inTransaction<T, F>(
  ctx: Ctx,
  work: (tx: Tx, first: F) => Promise<T>,
  first: (queries: Queries) => Promise<F>,
): Promise<T>;
export async function inTransaction<T, F>(
  ctx: Ctx,
  work: (tx: Tx, first: F) => Promise<T>,
  first?: (queries: Queries) => Promise<F>,
): Promise<T> {
  const pending: Pending = {
    facts: [],
    timers: new Map(),
    cancelled: new Set(),
    live: new Map(),
    before: [],
    after: [],
  };
  let facts: Fact<unknown>[] = [];
  let handingOver: Promise<Job[]> | undefined;
  let result: T;
  try {
    result = await runTransaction<T, F>(ctx.env.databases, ctx.pool, {
      first,
      main: async (open, known) => {
        // Without `first`, `work` takes no second argument.
        // oxlint-disable-next-line typescript/no-unsafe-type-assertion
        const value = await work(openTx(ctx, open, pending), known as F);
        facts = await settle(ctx, open, pending);
        if (ctx.idempotency) await storeResult(ctx.idempotency, open, { actor: actorKey(ctx.actor), value });
        return value;
      },
      last: ({ send, now }) => {
        const timers = [...pending.timers.values(), ...reactionTimers(ctx.env.reactions, facts)];
        handingOver = storeTimers(send, timers, { now, handover: ctx.env.handover });
        const told = pending.live.size === 0 ? [] : [send(ctx.env.live.announcement(pending.live))];
        return [handingOver, ...told];
      },
    });
  } catch (error) {
    throw isStorageDown(error) ? storageDown(error) : error;
  }
  const handedOver = (await handingOver) ?? [];
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

function openTx(ctx: Ctx, { db, send, now }: OpenTransaction, pending: Pending): Tx {
  return {
    db,
    send,
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

/** Ends the job, takes timers back and stores facts, in one round trip with the steps before commit. */
async function settle(ctx: Ctx, open: OpenTransaction, pending: Pending): Promise<Fact<unknown>[]> {
  const { send } = open;
  const ending = ctx.job && endJob(ctx.job, send);
  const cancelling =
    pending.cancelled.size > 0
      ? send(sql`delete from timer where key = any(${[...pending.cancelled]}::text[])`)
      : undefined;
  const storing = storeFacts(open, pending.facts);
  const steps = pending.before.map(async (step) => step());
  const [facts] = await Promise.all([storing, ending, cancelling, ...steps]);
  return facts;
}

async function endJob(job: NonNullable<Ctx['job']>, send: Send): Promise<void> {
  const ended = await send(
    sql`delete from timer where key = ${job.key} and attempts = ${job.attempts} returning key`,
  );
  if (ended.length === 0) throw new LeaseLost(job.key);
  job.finished = true;
}

async function storeFacts({ send, now }: OpenTransaction, facts: Pending['facts']): Promise<Fact<unknown>[]> {
  if (facts.length === 0) return [];
  const rows = await send(sql<{ id: number }>`
    insert into fact (type, subject, data, at)
    select f.type, f.subject, f.data, ${now}
    from rows from (jsonb_to_recordset(${JSON.stringify(facts)}::jsonb) as (type text, subject text, data jsonb))
      with ordinality as f(type, subject, data, n)
    order by f.n
    returning id`);
  return facts.map((fact, index) => {
    const id = rows[index]?.id;
    if (id === undefined) throw new Error('a fact was stored without an id');
    return { ...fact, id, at: now.toISOString() };
  });
}

async function storeResult(
  { key, request }: NonNullable<Ctx['idempotency']>,
  { db, now }: OpenTransaction,
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
