import type { Actor } from '@fieldmarshal/contract';
import type { Kysely, RawBuilder } from 'kysely';
import { AppError, isStorageDown, isUniqueViolation } from '../errors.ts';
import type { Ctx } from '../env.ts';
import type { FactType } from '../jobs/reaction.ts';
import type { Job, NewTimer, Task } from '../jobs/task.ts';
import { runTransaction, type OpenTransaction, type Queries, type Send } from './client-transaction.ts';
import { traced } from '../telemetry/tracing.ts';
import { sendLast, settle, type Settlement } from './settle.ts';
import type { DB } from './tables.generated.ts';

/** One unit of change: everything asked of it is stored together or not at all. */
export interface Tx {
  readonly db: Kysely<DB>;
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
  /** A statement that goes out with COMMIT, after all others: for rows that need a lock held as briefly as possible, such as the audit chain. */
  atCommit(statement: () => RawBuilder<unknown>): void;
  /** Runs once the change is durable; must not throw. */
  afterCommit(step: () => void): void;
}

/** What a transaction has gathered for its end. */
export interface Pending {
  facts: { type: string; subject: string; data: unknown }[];
  timers: Map<string, NewTimer>;
  cancelled: Set<string>;
  live: Map<string, string | undefined>;
  last: (() => RawBuilder<unknown>)[];
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
  if (ctx.within) return join(ctx, ctx.within, { work, first });
  const pending: Pending = {
    facts: [],
    timers: new Map(),
    cancelled: new Set(),
    live: new Map(),
    last: [],
    after: [],
  };
  let handingOver: Promise<Job[]> | undefined;
  let result: T;
  try {
    result = await tracedTransaction(ctx, async () =>
      runTransaction<{ value: T; settlement: Settlement }, F>(ctx.env.databases, ctx.pool, {
        first,
        main: async (open, known) => {
          const tx = openTx(ctx, open, pending);
          // Without `first`, `work` takes no second argument.
          // oxlint-disable-next-line typescript/no-unsafe-type-assertion
          const value = await work(tx, known as F);
          const settlement = await settle(tx, open, pending);
          if (ctx.idempotency)
            await storeResult(ctx.idempotency, open, { actor: actorKey(ctx.actor), value });
          return { value, settlement };
        },
        last: (open, { settlement }) => {
          const sent = sendLast(ctx, open, settlement);
          ({ handingOver } = sent);
          return sent.all;
        },
      }),
    ).then(({ value }) => value);
  } catch (error) {
    throw isStorageDown(error) ? storageDown(error) : error;
  }
  const handedOver = (await handingOver) ?? [];
  // Before the jobs: they must not begin with what this process remembers from before the change.
  for (const step of pending.after) step();
  if (handedOver.length > 0) ctx.env.handover?.accept(handedOver);
  return result;
}

/** A span of its own where traces are on. */
async function tracedTransaction<T>({ env, pool }: Ctx, work: () => Promise<T>): Promise<T> {
  if (env.config.otlpUrl === undefined) return work();
  return traced({ name: 'transaction', kind: 'CLIENT', attributes: { 'fieldmarshal.pool': pool } }, work);
}

/** Part of a transaction that somebody else begins, settles and commits. */
async function join<T, F>(
  ctx: Ctx,
  within: Tx,
  {
    work,
    first,
  }: { work: (tx: Tx, first: F) => Promise<T>; first: ((queries: Queries) => Promise<F>) | undefined },
): Promise<T> {
  const known = await first?.(within);
  // Without `first`, `work` takes no second argument.
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  return work({ ...within, ctx }, known as F);
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
    atCommit: (statement) => pending.last.push(statement),
    afterCommit: (step) => pending.after.push(step),
  };
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
