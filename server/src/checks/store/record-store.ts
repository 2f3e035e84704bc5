import type { FaultClass, Verdict } from '@fieldmarshal/contract/checks';
import { sql, type Kysely } from 'kysely';
import type { DB } from '#platform';

type Db = Kysely<DB>;

export interface RecordRow {
  readonly runs: number;
  readonly passed: number;
  readonly flaky: number;
  readonly product: number;
  readonly test: number;
  readonly harness: number;
  readonly environment: number;
  readonly lost: number;
  readonly p50: number | null;
  readonly p95: number | null;
  readonly cost_ms: number | null;
}

/** Counts over the runs of a check from an id on. */
export async function loadRecord(db: Db, check: string, from: string): Promise<RecordRow> {
  const { rows } = await sql<RecordRow>`
    select count(*) filter (where state = 'ended')::int as runs,
      count(*) filter (where verdict = 'passed')::int as passed, count(*) filter (where verdict = 'flaky')::int as flaky,
      count(*) filter (where fault_class = 'product')::int as product, count(*) filter (where fault_class = 'test')::int as test,
      count(*) filter (where fault_class = 'harness')::int as harness, count(*) filter (where fault_class = 'environment')::int as environment,
      count(*) filter (where state in ('lost', 'expired'))::int as lost,
      percentile_disc(0.5) within group (order by duration_ms) filter (where verdict = 'passed')::float8 as p50,
      percentile_disc(0.95) within group (order by duration_ms) filter (where verdict = 'passed')::float8 as p95,
      sum(duration_ms)::float8 as cost_ms
    from check_run where check_name = ${check} and id >= ${from}`.execute(db);
  const [row] = rows;
  if (!row) throw new Error('an aggregate gives one row');
  return row;
}

/** Whole reports of a check, packed, the newest before an id first. */
export async function loadReports(
  db: Db,
  { check, from, before, limit }: { check: string; from: string; before: string; limit: number },
): Promise<Buffer[]> {
  const { rows } = await sql<{ report: Buffer }>`
    select report from check_run
    where check_name = ${check} and id >= ${from} and id < ${before} and report is not null and verdict in ('passed', 'flaky')
    order by id desc limit ${limit}`.execute(db);
  return rows.map(({ report }) => report);
}

export interface HistoryRow {
  readonly id: string;
  readonly environment: string;
  readonly verdict: Verdict | null;
  readonly fault_class: FaultClass | null;
  readonly started_at: Date;
  readonly duration_ms: number | null;
}

/** The last runs in each environment, the newest first. */
export async function loadHistory(db: Db, check: string, limit: number): Promise<HistoryRow[]> {
  const { rows } = await sql<HistoryRow>`
    select h.* from check_cell c cross join lateral (
      select id, environment, verdict, fault_class, coalesce(started_at, due_at) as started_at, duration_ms from check_run r
      where r.check_name = ${check} and r.environment = c.environment and r.state in ('ended', 'lost')
      order by id desc limit ${limit}) h
    where c.check_name = ${check}`.execute(db);
  return [...rows];
}
