import type { DrillScene } from '@fieldmarshal/contract/training';
import { sql, type Kysely } from 'kysely';
import type { DB } from '#platform';

type Db = Kysely<DB>;
const rowsMax = 30;

/** Alerts of an incident of the past, and the last runs of checks in its environment, as they were so long after its declaration. */
export async function readScene(db: Db, incidentId: string, elapsedMs: number): Promise<DrillScene> {
  const alerts = await sql<{ id: string; title: string; resolved: boolean; since: number }>`
    with moment as (select declared_at + ${elapsedMs} * interval '1 millisecond' as at from incident where id = ${incidentId})
    select a.id::text, a.title, coalesce(a.ends_at <= moment.at, false) as resolved,
      extract(epoch from moment.at - a.starts_at)::float8 / 60 as since
    from moment, alert_group g join alert a on a.group_id = g.id
    where g.incident_id = ${incidentId} and a.received_at <= moment.at order by a.starts_at, a.id limit ${rowsMax}`.execute(
    db,
  );
  return {
    alerts: alerts.rows.map(({ id, title, resolved, since }) => ({
      ...{ id, title, state: resolved ? 'resolved' : 'firing', sinceMinutes: Math.round(since * 10) / 10 },
    })),
    runs: await runsAt(db, incidentId, elapsedMs),
  };
}

async function runsAt(db: Db, incidentId: string, elapsedMs: number): Promise<DrillScene['runs']> {
  const { rows } = await sql<{ check: string; environment: string; verdict: string; ago: number }>`
    with moment as (
      select declared_at + ${elapsedMs} * interval '1 millisecond' as at, environment from incident where id = ${incidentId})
    select distinct on (r.check_name) r.check_name as check, r.environment, r.verdict,
      extract(epoch from moment.at - r.due_at)::float8 / 60 as ago
    from moment join check_run r on r.environment = moment.environment
    where r.due_at <= moment.at and r.due_at > moment.at - interval '1 hour' and r.verdict is not null
    order by r.check_name, r.due_at desc limit ${rowsMax}`.execute(db);
  return rows.map(({ check, environment, verdict, ago }) => ({
    ...{ check, environment, verdict, minutesAgo: Math.round(ago * 10) / 10 },
  }));
}
