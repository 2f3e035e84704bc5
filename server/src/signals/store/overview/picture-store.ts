import type { Severity } from '@fieldmarshal/contract';
import { sql, type Kysely } from 'kysely';
import type { DB } from '#platform';

/** Open alerts of one product in one environment. */
export interface OpenPlace {
  readonly product: string;
  readonly environment: string;
  /** The worst of those not silenced; an alert that is not assessed hides no other. */
  readonly severity: Severity | null;
  /** Not silenced. */
  readonly alerts: number;
  readonly since: string | null;
  readonly incidentId: string | null;
}

/** Reads open alerts only, which an index holds. */
export async function listOpenPlaces(db: Kysely<DB>): Promise<OpenPlace[]> {
  const { rows } = await sql<Omit<OpenPlace, 'since'> & { since: Date | null }>`
    select a.product, a.environment, min(a.severity) filter (where a.silenced_by is null) as severity,
      count(*) filter (where a.silenced_by is null) as alerts,
      min(least(a.starts_at, a.received_at)) filter (where a.silenced_by is null) as since,
      min(g.incident_id) as "incidentId"
    from alert a left join alert_group g on g.id = a.group_id
    where a.state <> 'resolved' and a.product is not null and a.environment is not null
    group by a.product, a.environment`.execute(db);
  return rows.map((row) => ({ ...row, since: row.since?.toISOString() ?? null }));
}

export interface FiringGroup {
  readonly id: string;
  readonly title: string;
  readonly product: string | null;
  readonly environment: string | null;
  readonly severity: Severity | null;
  readonly incidentId: string | null;
  readonly openedAt: string;
  readonly firing: number;
  readonly total: number;
  readonly alertId: string | null;
}

export async function listFiringGroups(db: Kysely<DB>, limit: number): Promise<FiringGroup[]> {
  const { rows } = await sql<Omit<FiringGroup, 'openedAt'> & { openedAt: Date }>`
    with open as (
      select group_id, count(*) as firing, min(id) as alert_id from alert
      where state <> 'resolved' and group_id is not null group by group_id
    ), shown as (
      select g.id, g.title, g.product, g.environment, g.severity, g.incident_id, g.opened_at, open.firing, open.alert_id
      from open join alert_group g on g.id = open.group_id
      order by g.incident_id is not null, g.severity nulls first, g.id desc limit ${limit}
    )
    select s.id::text, s.title, s.product, s.environment, s.severity, s.incident_id as "incidentId", s.opened_at as "openedAt",
      s.firing, (select count(*) from alert a where a.group_id = s.id) as total, s.alert_id::text as "alertId"
    from shown s order by s.incident_id is not null, s.severity nulls first, s.id desc`.execute(db);
  return rows.map((row) => ({ ...row, openedAt: row.openedAt.toISOString() }));
}

export async function countFiringGroups(db: Kysely<DB>): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(distinct group_id) as count from alert where state <> 'resolved' and group_id is not null`.execute(
    db,
  );
  return rows[0]?.count ?? 0;
}
