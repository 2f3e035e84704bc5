import { sql, type Kysely } from 'kysely';
import type { DB } from '#platform';

/** An alert as a sign of which product is in trouble. */
export interface AlertSign {
  readonly id: string;
  readonly product: string;
  readonly environment: string | null;
  readonly title: string;
  readonly startsAt: Date;
  readonly resolved: boolean;
  /** Of the incident that was asked about. */
  readonly ofIncident: boolean;
}

const signsMax = 500;

/**
 * The earliest alert of each product and title: open ones of an environment, and all of an incident. Those of checks are left out: what
 * they saw is told by their runs.
 */
export async function loadSigns(
  db: Kysely<DB>,
  { environment, incidentId }: { readonly environment: string | null; readonly incidentId: string | null },
): Promise<AlertSign[]> {
  const { rows } = await sql<AlertSign>`
    select distinct on (product, title) id::text, product, environment, left(title, 200) as title,
      least(starts_at, received_at) as "startsAt", state = 'resolved' as resolved,
      exists (select 1 from alert_group g where g.id = a.group_id and g.incident_id = ${incidentId}) as "ofIncident"
    from (
      select * from alert where state <> 'resolved' and environment = ${environment}
      union all
      select a.* from alert a join alert_group g on g.id = a.group_id
      where g.incident_id = ${incidentId} and not (a.state <> 'resolved' and a.environment is not distinct from ${environment})
    ) a
    where product is not null and integration <> 'checks'
    order by product, title, least(starts_at, received_at) limit ${signsMax}`.execute(db);
  return [...rows];
}
