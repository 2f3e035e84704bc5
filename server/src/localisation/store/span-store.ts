import { sql, type Kysely } from 'kysely';
import type { DB, Tx } from '#platform';
import type { SeenCall } from '../core/otlp/calls-of.ts';
import type { PlacedSpan } from '../core/otlp/place-span.ts';
import { isWithin, type Stretch } from './stretch.ts';

type Db = Kysely<DB>;

/** Which of these traces a reported run named. */
export async function tracesOfRuns(db: Db, traces: readonly string[]): Promise<Set<string>> {
  if (traces.length === 0) return new Set();
  const { rows } = await sql<{ trace: string }>`
    select t as trace from unnest(${[...traces]}::text[]) as t
    where exists (select 1 from run_path where traces @> array[t])`.execute(db);
  return new Set(rows.map(({ trace }) => trace));
}

/** Which of these traces have spans here. */
export async function withSpans(db: Db, traces: readonly string[]): Promise<Set<string>> {
  if (traces.length === 0) return new Set();
  const { rows } = await sql<{ trace: string }>`
    select t as trace from unnest(${[...traces]}::text[]) as t
    where exists (select 1 from trace_span where trace_id = t)`.execute(db);
  return new Set(rows.map(({ trace }) => trace));
}

/** How many spans wait for a run. */
export async function countWaiting(db: Db): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*)::int as count from trace_span where not kept`.execute(db);
  return rows[0]?.count ?? 0;
}

/** Stores spans; one that is there already stays, and is kept where either of the two was to be. */
export async function insertSpans(
  { db, now }: Tx,
  spans: readonly (PlacedSpan & { readonly kept: boolean })[],
): Promise<void> {
  if (spans.length === 0) return;
  const rows = spans.map((span) => ({
    ...{ trace_id: span.traceId, span_id: span.spanId, parent_id: span.parentId, service: span.service },
    ...{ product: span.product, environment: span.environment, peer: span.peer, operation: span.name },
    ...{ kind: span.kind, start_us: span.startUs, duration_us: span.durationUs },
    ...{ failed: span.failed, kept: span.kept },
  }));
  await sql`
    insert into trace_span (trace_id, span_id, parent_id, service, product, environment, peer, operation, kind, start_us,
      duration_us, failed, kept, received_at)
    select s.*, ${now} from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as s(trace_id text, span_id text, parent_id text,
      service text, product text, environment text, peer text, operation text, kind smallint, start_us bigint,
      duration_us bigint, failed boolean, kept boolean)
    order by trace_id, span_id
    on conflict (trace_id, span_id) do update set kept = true where not trace_span.kept and excluded.kept`.execute(
    db,
  );
}

export async function addCalls({ db, now }: Tx, calls: readonly SeenCall[]): Promise<void> {
  if (calls.length === 0) return;
  await sql`
    insert into call_seen (caller, callee, environment, calls, failed, first_at, last_at)
    select caller, callee, environment, calls, failed, ${now}, ${now}
    from jsonb_to_recordset(${JSON.stringify(calls)}::jsonb) as c(caller text, callee text, environment text, calls bigint, failed bigint)
    order by caller, callee, environment
    on conflict (caller, callee, environment) do update set calls = call_seen.calls + excluded.calls,
      failed = call_seen.failed + excluded.failed, last_at = excluded.last_at`.execute(db);
}

export interface SpanCounts {
  readonly received: number;
  readonly kept: number;
  readonly waiting: number;
  readonly claimed: number;
  readonly dropped: number;
  readonly refused: number;
}

/** Adds to what became of spans in this hour. `integration` empty: what happened to them later. */
export async function addCounts(
  { db, now }: Tx,
  integration: string,
  counts: Partial<SpanCounts>,
): Promise<void> {
  const { received = 0, kept = 0, waiting = 0, claimed = 0, dropped = 0, refused = 0 } = counts;
  await sql`
    insert into span_count (integration, hour, received, kept, waiting, claimed, dropped, refused)
    values (${integration}, date_trunc('hour', ${now}::timestamptz), ${received}, ${kept}, ${waiting}, ${claimed}, ${dropped}, ${refused})
    on conflict (integration, hour) do update set received = span_count.received + excluded.received,
      kept = span_count.kept + excluded.kept, waiting = span_count.waiting + excluded.waiting,
      claimed = span_count.claimed + excluded.claimed, dropped = span_count.dropped + excluded.dropped,
      refused = span_count.refused + excluded.refused`.execute(db);
}

/** Keeps the waiting spans of these traces; how many there were. */
export async function claimSpans({ db }: Pick<Tx, 'db'>, traces: readonly string[]): Promise<number> {
  if (traces.length === 0) return 0;
  const { numAffectedRows } = await sql`
    update trace_span set kept = true where trace_id = any(${[...traces]}::text[]) and not kept`.execute(db);
  return Number(numAffectedRows ?? 0);
}

/** Deletes what waited longer than this; how many there were. */
export async function dropWaiting({ db }: Tx, olderMs: number, limit: number): Promise<number> {
  const { numAffectedRows } = await sql`
    delete from trace_span where (trace_id, span_id) in (
      select trace_id, span_id from trace_span where not kept and received_at < now() - ${olderMs} * interval '1 millisecond'
      limit ${limit} for update skip locked)`.execute(db);
  return Number(numAffectedRows ?? 0);
}

export interface StoredSpan {
  readonly traceId: string;
  readonly spanId: string;
  readonly parentId: string | null;
  /** By its own word. */
  readonly service: string;
  readonly product: string | null;
  readonly peer: string | null;
  /** 0 not said, 1 internal, 2 server, 3 client, 4 producer, 5 consumer. */
  readonly kind: number;
  readonly operation: string;
  readonly startUs: number;
  readonly durationUs: number;
  readonly failed: boolean;
}

const spanColumns = sql`trace_id as "traceId", span_id as "spanId", parent_id as "parentId", service, product, peer, kind, operation,
  start_us as "startUs", duration_us as "durationUs", failed`;

/** Spans of these traces, trace by trace in the given order, at most `limit`. */
export async function loadSpans(db: Db, traces: readonly string[], limit: number): Promise<StoredSpan[]> {
  if (traces.length === 0) return [];
  const { rows } = await sql<StoredSpan>`
    select ${spanColumns} from unnest(${[...traces]}::text[]) with ordinality as t(id, n)
    join trace_span on trace_id = t.id order by t.n, start_us, span_id limit ${limit}`.execute(db);
  return [...rows];
}

interface Between {
  readonly environment: string;
  readonly from: Date;
  readonly to: Date;
  readonly limit: number;
  /** Stretches of that time that are left out. */
  readonly except?: readonly Stretch[];
}

/** Traces of an environment whose spans came between two instants: those with a failure first, then the newest; as many as have `limit` spans. */
export async function tracesBetween(
  db: Db,
  { environment, from, to, limit, except = [] }: Between,
): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select id from (
      select id, sum(spans) over (order by failed desc, last_at desc, id) as spans from (
        select trace_id as id, count(*) as spans, bool_or(failed) as failed, max(received_at) as last_at from trace_span
        where environment = ${environment} and received_at between ${from} and ${to} and not ${isWithin(sql`received_at`, except)} group by trace_id) as trace) as counted
    where spans <= ${limit}`.execute(db);
  return rows.map(({ id }) => id);
}

/** Keeps what waits of an environment since an instant, at most `limit` spans: what is usual there, to compare trouble with. */
export async function keepUsual(
  { db, now }: Tx,
  { environment, from, limit }: Omit<Between, 'to'>,
): Promise<void> {
  await claimSpans({ db }, await tracesBetween(db, { environment, from, to: now, limit }));
}

/** Keeps what waits of traces in which something failed. */
export async function claimFailed({ db }: Pick<Tx, 'db'>, olderMs: number): Promise<number> {
  const { numAffectedRows } = await sql`
    update trace_span w set kept = true where not kept and received_at < now() - ${olderMs} * interval '1 millisecond'
      and exists (select from trace_span f where f.trace_id = w.trace_id and f.failed)`.execute(db);
  return Number(numAffectedRows ?? 0);
}

export interface StoredCall {
  readonly caller: string;
  readonly callee: string;
  readonly calls: number;
  readonly failed: number;
  readonly firstAt: Date;
  readonly lastAt: Date;
}

/** Calls seen in any environment since an instant. */
export async function loadCalls(db: Db, since: Date): Promise<StoredCall[]> {
  const { rows } = await sql<StoredCall>`
    select caller, callee, sum(calls)::bigint as calls, sum(failed)::bigint as failed, min(first_at) as "firstAt", max(last_at) as "lastAt"
    from call_seen where last_at >= ${since} group by caller, callee order by caller, callee limit 20000`.execute(
    db,
  );
  return [...rows];
}

export async function loadCounts(
  db: Db,
  since: Date,
): Promise<SpanCounts & { readonly lastAt: Date | null }> {
  const { rows } = await sql<SpanCounts & { lastAt: Date | null }>`
    select coalesce(sum(received), 0)::bigint as received, coalesce(sum(kept), 0)::bigint as kept,
      coalesce(sum(waiting), 0)::bigint as waiting, coalesce(sum(claimed), 0)::bigint as claimed,
      coalesce(sum(dropped), 0)::bigint as dropped, coalesce(sum(refused), 0)::bigint as refused,
      (select max(received_at) from trace_span) as "lastAt"
    from span_count where hour >= date_trunc('hour', ${since}::timestamptz)`.execute(db);
  const [row] = rows;
  if (row === undefined) throw new Error('an aggregate gave no row');
  return row;
}
