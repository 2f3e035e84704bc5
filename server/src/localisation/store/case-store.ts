import {
  causeAnswer,
  causeVerdict,
  type CauseAnswer,
  type CauseVerdict,
} from '@fieldmarshal/contract/localisation';
import { sql, type Kysely, type Selectable } from 'kysely';
import { z } from 'zod';
import type { DB, Tx } from '#platform';

type Db = Kysely<DB>;

const shownRun = z.object({
  run: z.string(),
  check: z.string(),
  environment: z.string(),
  startedAt: z.string(),
});
const shownRuns = z.object({ runs: z.array(shownRun), elsewhere: z.array(shownRun) });
type ShownRuns = z.infer<typeof shownRuns>;

/** One failure whose cause is looked for. */
export interface CauseCase {
  readonly id: number;
  readonly kind: 'incident' | 'failing';
  readonly incidentId: string | null;
  /** Of a failing group: the incident that its alerts belong to. */
  readonly groupIncident: string | null;
  readonly environment: string | null;
  readonly since: Date;
  readonly closedAt: Date | null;
  readonly checks: readonly string[];
  readonly version: number;
  readonly verdict: CauseVerdict | null;
  readonly runs: ShownRuns;
  readonly verdictAt: Date | null;
  readonly judgedAt: Date | null;
  readonly told: string | null;
  readonly toldCount: number;
  readonly answer: CauseAnswer | null;
}

function caseOf(row: Selectable<DB['cause_case']>): CauseCase {
  return {
    id: row.id,
    kind: row.kind === 'incident' ? 'incident' : 'failing',
    incidentId: row.incident_id,
    groupIncident: row.group_incident,
    environment: row.environment,
    since: row.since,
    closedAt: row.closed_at,
    checks: row.checks,
    version: row.version,
    verdict: causeVerdict.nullable().parse(row.verdict),
    runs: shownRuns.parse(row.runs),
    verdictAt: row.verdict_at,
    judgedAt: row.judged_at,
    told: row.told,
    toldCount: row.told_count,
    answer: causeAnswer.nullable().parse(row.answer),
  };
}

export async function loadCase(db: Db, id: number): Promise<CauseCase | null> {
  const row = await db.selectFrom('cause_case').selectAll().where('id', '=', id).executeTakeFirst();
  return row === undefined ? null : caseOf(row);
}

export async function loadIncidentCase(db: Db, incidentId: string): Promise<CauseCase | null> {
  const row = await db
    .selectFrom('cause_case')
    .selectAll()
    .where('incident_id', '=', incidentId)
    .executeTakeFirst();
  return row === undefined ? null : caseOf(row);
}

/** Failing groups that are open, of one environment or of all, the longest first. */
export async function loadOpenGroups(db: Db, environment: string | null): Promise<CauseCase[]> {
  let query = db
    .selectFrom('cause_case')
    .selectAll()
    .where('kind', '=', 'failing')
    .where('closed_at', 'is', null)
    .orderBy('since')
    .orderBy('id')
    .limit(200);
  if (environment !== null) query = query.where('environment', '=', environment);
  return (await query.execute()).map(caseOf);
}

/** The group that a check was in at a moment: the open one, else the last that held it and ended after that. */
export async function loadGroupOf(
  db: Db,
  { check, environment, at }: { readonly check: string; readonly environment: string; readonly at: Date },
): Promise<CauseCase | null> {
  const { rows } = await sql<Selectable<DB['cause_case']>>`
    select * from cause_case
    where kind = 'failing' and environment = ${environment} and ${check} = any(checks)
      and since <= ${at}::timestamptz + interval '10 minutes' and coalesce(closed_at, 'infinity') >= ${at}
    order by id desc limit 1`.execute(db);
  return rows[0] === undefined ? null : caseOf(rows[0]);
}

const nothingYet = JSON.stringify({ runs: [], elsewhere: [] });

/** The case of an incident, made where there is none yet. */
export async function openIncidentCase(
  { db }: Tx,
  { incidentId, environment, since }: { incidentId: string; environment: string | null; since: Date },
): Promise<void> {
  await db
    .insertInto('cause_case')
    .values({ kind: 'incident', incident_id: incidentId, environment, since, runs: nothingYet })
    .onConflict((conflict) => conflict.column('incident_id').doNothing())
    .execute();
}

/** A new failing group; its id. */
export async function openGroup(
  { db }: Tx,
  { environment, since, checks }: { environment: string; since: Date; checks: readonly string[] },
): Promise<number> {
  const { id } = await db
    .insertInto('cause_case')
    .values({ kind: 'failing', environment, since, checks: [...checks], runs: nothingYet })
    .returning('id')
    .executeTakeFirstOrThrow();
  return id;
}

export async function changeGroup(
  { db }: Tx,
  {
    id,
    since,
    checks,
    incidentId,
  }: { id: number; since: Date; checks: readonly string[]; incidentId: string | null },
): Promise<void> {
  await db
    .updateTable('cause_case')
    .set({ since, checks: [...checks], group_incident: incidentId })
    .where('id', '=', id)
    .execute();
}

export async function closeCases({ db, now }: Tx, ids: readonly number[]): Promise<void> {
  if (ids.length === 0) return;
  await db
    .updateTable('cause_case')
    .set({ closed_at: now })
    .where('id', 'in', [...ids])
    .where('closed_at', 'is', null)
    .execute();
}

/** The case of an incident is open as long as the incident is, by what is stored now: its end and its reopening may be told in either order. */
export async function followIncident({ db, now }: Tx, incidentId: string): Promise<void> {
  await sql`
    update cause_case set closed_at =
      case when exists (select 1 from incident where id = ${incidentId} and not is_open) then coalesce(closed_at, ${now}) end
    where incident_id = ${incidentId}`.execute(db);
}

/** It was looked at, and there was nothing new to go by. */
export async function touchCase({ db, now }: Tx, id: number): Promise<void> {
  await db.updateTable('cause_case').set({ judged_at: now }).where('id', '=', id).execute();
}

export interface NewVerdict {
  readonly id: number;
  readonly verdict: CauseVerdict;
  readonly runs: ShownRuns;
  readonly environment: string | null;
  readonly since: Date;
  readonly checks: readonly string[];
  /** Packed evidence where the verdict differs from the one before; null: it says the same again. */
  readonly evidence: Buffer | null;
  readonly told: string | null;
  readonly toldCount: number;
}

/** Writes what was found; as a new version where it differs. */
export async function storeVerdict({ db, now }: Tx, found: NewVerdict): Promise<void> {
  const differs = found.evidence !== null;
  const verdict = JSON.stringify(found.verdict);
  const { rows } = await sql<{ version: number }>`
    update cause_case set verdict = ${verdict}::jsonb, runs = ${JSON.stringify(found.runs)}::jsonb, judged_at = ${now},
      environment = ${found.environment}, since = ${found.since}, checks = ${[...found.checks]}::text[],
      version = version + ${differs ? 1 : 0}, verdict_at = case when ${differs} then ${now} else verdict_at end,
      told = ${found.told}, told_count = ${found.toldCount}
    where id = ${found.id} returning version`.execute(db);
  const version = rows[0]?.version;
  if (!differs || version === undefined) return;
  await db
    .insertInto('cause_verdict')
    .values({ case_id: found.id, version, at: now, verdict, evidence: found.evidence })
    .execute();
}

/** Those of these environments in which a case is open. */
export async function loadOpenPlaces(db: Db, environments: readonly string[]): Promise<string[]> {
  if (environments.length === 0) return [];
  const rows = await db
    .selectFrom('cause_case')
    .select('environment')
    .distinct()
    .where('closed_at', 'is', null)
    .where('environment', 'in', [...environments])
    .orderBy('environment')
    .execute();
  return rows.flatMap(({ environment }) => environment ?? []);
}

/** Since when incidents of an environment went on that ended in a stretch of time, and until when. */
export async function loadEndedIncidents(
  db: Db,
  { environment, from, to }: { readonly environment: string; readonly from: Date; readonly to: Date },
): Promise<{ since: Date; closedAt: Date }[]> {
  const rows = await db
    .selectFrom('cause_case')
    .select(['since', 'closed_at'])
    .where('kind', '=', 'incident')
    .where('environment', '=', environment)
    .where('closed_at', '>=', from)
    .where('closed_at', '<=', to)
    .orderBy('closed_at', 'desc')
    .limit(100)
    .execute();
  return rows.flatMap(({ since, closed_at: closedAt }) => (closedAt === null ? [] : [{ since, closedAt }]));
}

/** Incidents without an end in an environment, of which a case is kept. */
export async function loadOpenIncidents(db: Db, environment: string): Promise<string[]> {
  const rows = await db
    .selectFrom('cause_case')
    .select('incident_id')
    .where('kind', '=', 'incident')
    .where('closed_at', 'is', null)
    .where('environment', '=', environment)
    .orderBy('id', 'desc')
    .limit(50)
    .execute();
  return rows.flatMap(({ incident_id }) => incident_id ?? []);
}

/** The longer an incident is open, the less time alone changes in its verdict: after hours it is looked at every few minutes. */
const restPart = 10;
const restMinutesMax = 15;

/** Open incidents and environments with open groups that were not looked at for so long, oldest first, and failing ones without a group. */
export async function loadStale(
  db: Db,
  olderMs: number,
): Promise<{ incidents: string[]; environments: string[] }> {
  const { rows } = await sql<{ incident: string | null; environment: string | null }>`
    (select incident_id as incident, null as environment from cause_case
      where closed_at is null and kind = 'incident'
        and coalesce(judged_at, '-infinity') < now() - greatest(
          ${olderMs} * interval '1 millisecond', least((now() - since) / ${restPart}, ${restMinutesMax} * interval '1 minute'))
      order by judged_at nulls first limit 50)
    union all
    (select null, environment from cause_case
      where closed_at is null and kind = 'failing'
        and coalesce(judged_at, '-infinity') < now() - ${olderMs} * interval '1 millisecond'
      group by environment limit 100)
    union all
    (select null, c.environment from check_cell c where c.state = 'failing' and not c.paused
      and not exists (select 1 from cause_case k where k.closed_at is null and k.kind = 'failing' and k.environment = c.environment)
      group by c.environment limit 100)`.execute(db);
  return {
    incidents: rows.flatMap(({ incident }) => incident ?? []),
    environments: [...new Set(rows.flatMap(({ environment }) => environment ?? []))],
  };
}
