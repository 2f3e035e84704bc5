import { sql, type Kysely } from 'kysely';
import type { DB } from '#platform';
import type { FaultClass } from '@fieldmarshal/contract/checks';

/** A cell as screens show it. */
export interface ShownCell {
  readonly check: string;
  readonly environment: string;
  readonly state: 'failing' | 'degraded' | 'ok' | 'no-data';
  readonly paused: boolean;
  readonly since: Date;
  readonly lastRunAt: Date | null;
  readonly lastPassedAt: Date | null;
  readonly nextRunAt: Date | null;
  readonly everyMs: number;
  readonly run: string | null;
  readonly reason: string | null;
  readonly faultClass: FaultClass | null;
  readonly products: readonly string[];
  readonly incidentId: string | null;
  /** Outcomes at each of its places, oldest first. */
  readonly recents: readonly string[];
}

/** Cells of these checks, or, without names, those that are failing or degraded, the longest first. */
export async function loadCells(db: Kysely<DB>, checks: readonly string[] | null): Promise<ShownCell[]> {
  const which =
    checks === null
      ? sql`c.state in ('failing', 'degraded') and not c.paused`
      : sql`c.check_name = any(${[...checks]}::text[])`;
  const order =
    checks === null ? sql`c.since, c.check_name, c.environment` : sql`c.check_name, c.environment`;
  const { rows } = await sql<{
    check_name: string;
    environment: string;
    state: ShownCell['state'];
    paused: boolean;
    since: Date;
    last_run_at: Date | null;
    last_passed_at: Date | null;
    next_run_at: Date | null;
    every_ms: number;
    run_id: string | null;
    reason: string | null;
    fault_class: FaultClass | null;
    products: string[];
    incident_id: string | null;
    recents: string[];
  }>`
    select c.*, n.next_run_at, n.recents, i.incident_id
    from check_cell c
    left join lateral (select min(next_due_at) as next_run_at, coalesce(array_agg(recent), '{}') as recents from check_slot s
      where (s.check_name, s.environment) = (c.check_name, c.environment)) n on true
    left join lateral (select g.incident_id from alert a join alert_group g on g.id = a.group_id
      where c.alert is not null and a.integration = 'checks' and a.episode = 9223372036854775807
        and a.dedup_key = 'check ' || (c.alert->>'kind') || ' ' || c.environment || ' ' || c.check_name) i on true
    where ${which} order by ${order} limit 5000`.execute(db);
  return rows.map((row) => ({
    check: row.check_name,
    environment: row.environment,
    state: row.state,
    paused: row.paused,
    since: row.since,
    lastRunAt: row.last_run_at,
    lastPassedAt: row.last_passed_at,
    nextRunAt: row.next_run_at,
    everyMs: row.every_ms,
    run: row.run_id,
    reason: row.reason,
    faultClass: row.fault_class,
    products: row.products,
    incidentId: row.incident_id,
    recents: row.recents,
  }));
}
