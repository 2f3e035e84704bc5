import { imminent, measure, type FaultClass, type Verdict } from '@fieldmarshal/contract/checks';
import { sql, type Kysely, type RawBuilder } from 'kysely';
import { z } from 'zod';
import type { DB } from '#platform';

type Db = Kysely<DB>;

const row = z.object({
  id: z.string(),
  check_name: z.string(),
  environment: z.string(),
  place: z.string(),
  runner: z.string().nullable(),
  state: z.enum(['waiting', 'running', 'ended', 'lost', 'expired', 'cancelled']),
  due_at: z.date(),
  started_at: z.date().nullable(),
  duration_ms: z.number().nullable(),
  verdict: z.enum(['passed', 'failed', 'flaky']).nullable(),
  fault_class: z.enum(['product', 'test', 'harness', 'environment']).nullable(),
  fault_why: z.string().nullable(),
  error: z.string().nullable(),
  error_key: z.number().nullable(),
  imminent: imminent.nullable(),
  measures: z.array(measure).nullable(),
  asked_by: z.string().nullable(),
  again_of: z.string().nullable(),
});
export type RunRow = z.output<typeof row>;

const columns = sql`r.id, r.check_name, r.environment, r.place, n.name as runner, r.state, r.due_at, r.started_at, r.duration_ms,
  r.verdict, r.fault_class, r.fault_why, r.error, r.error_key, r.imminent, r.measures, r.asked_by, r.again_of`;

export interface RunFilter {
  readonly check?: string | undefined;
  readonly environment?: string | undefined;
  readonly verdict?: Verdict | undefined;
  readonly fault?: FaultClass | undefined;
  /** Id or name. */
  readonly runner?: string | undefined;
  /** Only runs before this id. */
  readonly before?: string | undefined;
  readonly limit: number;
}

/** Runs, the newest first. */
export async function loadRuns(db: Db, filter: RunFilter): Promise<RunRow[]> {
  const { check, environment, verdict, fault, runner, before, limit } = filter;
  const given: [unknown, RawBuilder<unknown>][] = [
    [check, sql`r.check_name = ${check}`],
    [environment, sql`r.environment = ${environment}`],
    [verdict, sql`r.verdict = ${verdict}`],
    [fault, sql`r.fault_class = ${fault}`],
    [runner, sql`n.name = ${runner}`],
    [before, sql`r.id < ${before}::uuid`],
  ];
  const where = given.filter(([value]) => value !== undefined).map(([, condition]) => condition);
  const { rows } = await sql`
    select ${columns} from check_run r left join runner n on n.id = r.runner_id
    where ${where.length === 0 ? sql`true` : sql.join(where, sql` and `)}
    order by r.id desc limit ${limit}`.execute(db);
  return z.array(row).parse(rows);
}

export async function loadRun(db: Db, id: string): Promise<RunRow | null> {
  const { rows } = await sql`
    select ${columns} from check_run r left join runner n on n.id = r.runner_id where r.id = ${id}`.execute(
    db,
  );
  return row.nullable().parse(rows[0] ?? null);
}

const elsewhereMax = 50;

export interface ElsewhereRow {
  readonly id: string;
  readonly check_name: string;
  readonly environment: string;
  readonly started_at: Date;
}

/** The newest run of each other cell that failed with the same error within an hour of this one. */
export async function loadSameError(
  db: Db,
  run: Pick<RunRow, 'id' | 'error_key'>,
  ids: { readonly from: string; readonly to: string },
): Promise<ElsewhereRow[]> {
  if (run.error_key === null) return [];
  const { rows } = await sql<ElsewhereRow>`
    select distinct on (check_name, environment) id, check_name, environment, started_at from check_run
    where error_key = ${run.error_key} and id between ${ids.from} and ${ids.to} and started_at is not null
      and (check_name, environment) <> (select check_name, environment from check_run where id = ${run.id})
    order by check_name, environment, id desc limit ${elsewhereMax}`.execute(db);
  return [...rows];
}

/** The last run of the same check in the same environment that passed before this one. */
export async function loadPreviousPassed(
  db: Db,
  run: RunRow,
): Promise<{ id: string; started_at: Date } | null> {
  const { rows } = await sql<{ id: string; started_at: Date }>`
    select id, started_at from check_run
    where check_name = ${run.check_name} and environment = ${run.environment} and id < ${run.id} and verdict = 'passed'
      and started_at is not null
    order by id desc limit 1`.execute(db);
  return rows[0] ?? null;
}

export interface Neighbour {
  readonly id: string;
  readonly started_at: Date;
  readonly verdict: Verdict | null;
}

/** The run that was made at once because this one turned its test failing; that of its own place first. */
export async function loadAgain(db: Db, { id, place }: RunRow): Promise<Neighbour | null> {
  const { rows } = await sql<Neighbour>`
    select id, started_at, verdict from check_run where again_of = ${id} and started_at is not null
    order by (place = ${place}) desc, id limit 1`.execute(db);
  return rows[0] ?? null;
}

/** The runs of the same check in the same environment that began just before and just after this one. */
export async function loadNeighbours(
  db: Db,
  { id, check_name, environment }: RunRow,
): Promise<{ before: Neighbour | null; after: Neighbour | null }> {
  const cell = sql`check_name = ${check_name} and environment = ${environment} and started_at is not null`;
  const [before, after] = await Promise.all([
    sql<Neighbour>`select id, started_at, verdict from check_run where ${cell} and id < ${id} order by id desc limit 1`.execute(
      db,
    ),
    sql<Neighbour>`select id, started_at, verdict from check_run where ${cell} and id > ${id} order by id limit 1`.execute(
      db,
    ),
  ]);
  return { before: before.rows[0] ?? null, after: after.rows[0] ?? null };
}
