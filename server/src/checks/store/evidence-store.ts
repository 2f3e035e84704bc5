import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { runReport, type FaultClass, type RunReport } from '@fieldmarshal/contract/checks';
import { sql, type Kysely } from 'kysely';
import type { DB } from '#platform';

type Db = Kysely<DB>;
const unpack = promisify(gunzip);

/** A check that fails in an environment, and the run that shows it. */
export interface FailingCell {
  readonly check: string;
  readonly environment: string;
  readonly since: Date;
  readonly run: string | null;
  readonly reason: string | null;
  readonly products: readonly string[];
  readonly step: string | null;
  /** The incident that its alert belongs to. */
  readonly incidentId: string | null;
}

export async function loadFailingCells(db: Db, environment: string | null): Promise<FailingCell[]> {
  const { rows } = await sql<FailingCell>`
    select c.check_name as check, c.environment, c.since, c.run_id as run, c.reason, c.products, c.step,
      i.incident_id as "incidentId"
    from check_cell c
    left join lateral (select g.incident_id from alert a join alert_group g on g.id = a.group_id
      where c.alert is not null and a.integration = 'checks' and a.episode = 9223372036854775807
        and a.dedup_key = 'check ' || (c.alert->>'kind') || ' ' || c.environment || ' ' || c.check_name) i on true
    where c.state = 'failing' and not c.paused and (${environment}::text is null or c.environment = ${environment})
    order by c.since, c.check_name, c.environment limit 500`.execute(db);
  return [...rows];
}

/** How a run ended, without its report. */
export interface PastRun {
  readonly id: string;
  readonly check: string;
  readonly environment: string;
  readonly runner: string;
  readonly startedAt: Date;
  readonly verdict: 'passed' | 'failed' | 'flaky';
  readonly fault: FaultClass | null;
  readonly error: string | null;
}

interface Recent {
  readonly environments: readonly string[];
  readonly checks: readonly string[];
  readonly from: string;
  readonly each: number;
}

/** One short walk down the index for each check and environment, however many runs there are. */
export async function loadRecent(db: Db, { environments, checks, from, each }: Recent): Promise<PastRun[]> {
  const { rows } = await sql<PastRun>`
    select r.id, r.check_name as check, r.environment, coalesce(n.name, r.place) as runner,
      r.started_at as "startedAt", r.verdict, r.fault_class as fault, left(r.error, 500) as error
    from unnest(${[...checks]}::text[]) as c(name), unnest(${[...environments]}::text[]) as e(name),
      lateral (select * from check_run w
        where w.check_name = c.name and w.environment = e.name and w.id >= ${from}::uuid
          and w.verdict is not null and w.started_at is not null
        order by w.id desc limit ${each}) r left join runner n on n.id = r.runner_id`.execute(db);
  return [...rows];
}

/** A run with its report. */
export interface ReportedRun {
  readonly id: string;
  readonly check: string;
  readonly environment: string;
  readonly startedAt: Date;
  readonly report: RunReport;
}

export async function loadReported(db: Db, ids: readonly string[]): Promise<ReportedRun[]> {
  const { rows } = await sql<Omit<ReportedRun, 'report'> & { report: Buffer }>`
    select id, check_name as check, environment, started_at as "startedAt", report from check_run
    where id = any(${[...ids]}::uuid[]) and report is not null and started_at is not null`.execute(db);
  return Promise.all(
    rows.map(async ({ report, ...run }) => ({
      ...run,
      report: runReport.parse(JSON.parse((await unpack(report)).toString('utf8'))),
    })),
  );
}

export interface LikeRun {
  readonly id: string;
  readonly check: string;
  readonly environment: string;
  readonly startedAt: Date;
}

const likeMax = 50;

export async function loadLike(db: Db, ids: readonly string[], from: string): Promise<LikeRun[]> {
  const { rows } = await sql<LikeRun>`
    with asked as (
      select check_name, environment, error_key from check_run where id = any(${[...ids]}::uuid[]) and error_key is not null)
    select distinct on (r.check_name, r.environment) r.id, r.check_name as check, r.environment, r.started_at as "startedAt"
    from check_run r
    where r.error_key in (select error_key from asked) and r.id >= ${from}::uuid and r.started_at is not null
      and (r.check_name, r.environment) not in (select check_name, environment from asked)
    order by r.check_name, r.environment, r.id desc limit ${likeMax}`.execute(db);
  return [...rows];
}
