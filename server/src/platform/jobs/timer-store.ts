import { sql, type RawBuilder } from 'kysely';
import { readOnce, type Send } from '../db/client-transaction.ts';
import type { Databases } from '../db/database.ts';
import type { Handover } from './worker.ts';
import { perLane, type Job, type Lane, type NewTimer, type Task } from './task.ts';

/** How long a claim holds without renewal; a dead worker's jobs are taken over after this. */
export const leaseMs = 4_000;

/** PostgreSQL channel on which a commit wakes workers elsewhere; the payload names the lanes, `''` stands for all. */
export const timerChannel = 'timer';

interface StoreOptions {
  readonly now: Date;
  readonly handover: Handover | null;
}

/**
 * Upserts timers by key. Those due at once are leased to this process's worker when it has room, and returned for it to run right after
 * the commit: the row is then only the safety net. Others wake whoever listens. Its statements are sent before it first waits.
 */
export async function storeTimers(
  send: Send,
  timers: readonly NewTimer[],
  { now, handover }: StoreOptions,
): Promise<Job[]> {
  if (timers.length === 0) return [];
  const room = handover?.room() ?? perLane(() => 0);
  const rows = timers.map((timer) => {
    const due = timer.dueAt ?? now;
    const leased = due <= now && room[timer.lane]-- > 0;
    return {
      key: timer.key,
      task: timer.task,
      payload: timer.payload,
      due_at: due.toISOString(),
      leased,
      lane: timer.lane,
    };
  });
  const storing = send(sql<{ key: string; attempts: number }>`
    insert into timer as t (key, task, payload, due_at, attempts, lease_until, created_at)
    select n.key, n.task, n.payload, n.due_at, n.leased::int, case when n.leased then now() + ${leaseMs} * interval '1 millisecond' end, now()
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as n(key text, task text, payload jsonb, due_at timestamptz, leased boolean)
    on conflict (key) do update set task = excluded.task, payload = excluded.payload, due_at = excluded.due_at,
      attempts = t.attempts + 1, lease_until = excluded.lease_until, last_error = null
    returning key, attempts`);
  const soon = rows.filter((row) => !row.leased && Date.parse(row.due_at) <= now.getTime() + 1_000);
  const woken = [...new Set(soon.map(({ lane }) => lane))].join(' ');
  const waking = woken === '' ? undefined : send(sql`select pg_notify(${timerChannel}, ${woken})`);
  const [stored] = await Promise.all([storing, waking]);
  const attempts = new Map(stored.map((row) => [row.key, row.attempts]));
  return rows
    .filter((row) => row.leased)
    .map((row) => ({
      key: row.key,
      task: row.task,
      payload: row.payload,
      attempts: attempts.get(row.key) ?? 1,
      dueAt: new Date(row.due_at),
    }));
}

/**
 * A statement, or the body of a CTE, that sets timers of one task for the rows `(key text, payload jsonb, due_at timestamptz)` of a query:
 * for timers that a statement must set by itself. They should be due a second from now or later, since nobody is woken.
 */
export function timersFrom<P>(task: Task<P>, rows: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`insert into timer as t (key, task, payload, due_at, attempts, created_at)
    select r.key, ${task.name}::text, r.payload, r.due_at, 0, now() from (${rows}) r
    on conflict (key) do update set task = excluded.task, payload = excluded.payload, due_at = excluded.due_at,
      attempts = t.attempts + 1, lease_until = null, last_error = null`;
}

/** Tasks that share a limit. */
export interface Claim {
  readonly tasks: readonly string[];
  readonly limit: number;
}

/**
 * Takes due timers nobody holds, of each claim the oldest first, and besides as many whose holder has let its lease run out. Due is decided
 * on database time. A backlog of other tasks costs nothing.
 */
export async function claimTimers(databases: Databases, claims: readonly Claim[]): Promise<Job[]> {
  const found = await readOnce(
    databases,
    'jobs',
    sql<Job>`
    with claim as materialized (
      select tasks, most from jsonb_to_recordset(${JSON.stringify(claims.map(({ tasks, limit }) => ({ tasks, most: limit })))}::jsonb)
        as c(tasks text[], most int)),
    due as materialized (
      select free.key from claim cross join lateral (
        select t.key from timer t
        where t.task = any(claim.tasks) and t.lease_until is null and t.due_at <= now()
        order by t.due_at limit claim.most for update of t skip locked) free
      union all
      select late.key from claim cross join lateral (
        select t.key from timer t
        where t.lease_until < now() and t.due_at <= now() and t.task = any(claim.tasks)
        order by t.lease_until limit claim.most for update of t skip locked) late)
    update timer t set attempts = t.attempts + 1, lease_until = now() + ${leaseMs} * interval '1 millisecond'
    from due where t.key = due.key
    returning t.key, t.task, t.payload, t.attempts, t.due_at as "dueAt"`,
  );
  return [...found];
}

/** Milliseconds until a timer of these tasks is due or the lease of one runs out; `null` where there is none. Never negative. */
export async function msUntilNext(databases: Databases, tasks: readonly string[]): Promise<number | null> {
  const [row] = await readOnce(
    databases,
    'jobs',
    sql<{ ms: number | null }>`
    select extract(epoch from least(
      (select min(first.due_at) from unnest(${[...tasks]}::text[]) as asked(task) cross join lateral (
        select due_at from timer t where t.task = asked.task and t.lease_until is null order by t.due_at limit 1) first),
      (select lease_until from timer where lease_until is not null and task = any(${[...tasks]}) order by lease_until limit 1)
      ) - now())::float8 * 1000 as ms`,
  );
  const ms = row?.ms ?? null;
  return ms === null ? null : Math.max(0, ms);
}

export async function renewLeases(databases: Databases, jobs: readonly Job[]): Promise<void> {
  await readOnce(
    databases,
    'jobs',
    sql`
    update timer t set lease_until = now() + ${leaseMs} * interval '1 millisecond'
    from unnest(${jobs.map((job) => job.key)}::text[], ${jobs.map((job) => job.attempts)}::int[]) as held(key, attempts)
    where t.key = held.key and t.attempts = held.attempts`,
  );
}

/** Ends claims on jobs that were not begun: anybody may take them at once. Does nothing where a claim was lost. */
export async function giveBackTimers(databases: Databases, jobs: readonly Job[]): Promise<void> {
  await readOnce(
    databases,
    'jobs',
    sql`
    with freed as (
      update timer t set lease_until = null
      from unnest(${jobs.map((job) => job.key)}::text[], ${jobs.map((job) => job.attempts)}::int[]) as held(key, attempts)
      where t.key = held.key and t.attempts = held.attempts)
    select pg_notify(${timerChannel}, '')`,
  );
}

/** Ends a claim: removes the row, or sets a recurring one for its next run. Does nothing where the claim was lost. */
export async function finishTimer(databases: Databases, job: Job, everyMs?: number): Promise<void> {
  const isItself = sql`key = ${job.key} and attempts = ${job.attempts}`;
  await readOnce(
    databases,
    'jobs',
    everyMs === undefined
      ? sql`delete from timer where ${isItself}`
      : sql`
    update timer set due_at = now() + ${everyMs} * interval '1 millisecond', lease_until = null, attempts = 0, last_error = null
    where ${isItself}`,
  );
}

/** Puts a failed job back: 0.2 s, doubling to 60 s, for ever; how long it has failed shows in `/metrics`. */
export async function postponeTimer(databases: Databases, job: Job, reason: string): Promise<void> {
  const delayMs = Math.min(60_000, 200 * 2 ** Math.min(job.attempts - 1, 12));
  await readOnce(
    databases,
    'jobs',
    sql`
    update timer set due_at = now() + ${delayMs} * interval '1 millisecond', lease_until = null, last_error = ${reason.slice(0, 2_000)}
    where key = ${job.key} and attempts = ${job.attempts}`,
  );
}

/** Makes sure every recurring task has its one row; an existing one keeps its time. */
export async function ensureRecurring(databases: Databases, tasks: readonly string[]): Promise<void> {
  await readOnce(
    databases,
    'jobs',
    sql`
    insert into timer (key, task, payload, due_at, created_at)
    select name, name, '{}', now(), now() from unnest(${[...tasks]}::text[]) as name
    on conflict (key) do nothing`,
  );
}

/** Jobs each lane has room for. */
export type Room = Record<Lane, number>;
