import { sql, type Kysely } from 'kysely';
import type { DB, Tx } from '#platform';

/** How long after its end an alert is looked at: repeats that another process has heard of are written by then. */
const marginMs = 2_000;

/** Whether there is an alert that {@link resolveDue} would look at. */
export async function isAnyDue(db: Kysely<DB>): Promise<boolean> {
  const { rows } = await sql`
    select 1 from alert where state <> 'resolved' and check_at <= now() - ${marginMs} * interval '1 millisecond' limit 1`.execute(
    db,
  );
  return rows.length > 0;
}

interface Due {
  readonly looked: number;
  readonly resolved: number;
  /** Groups that lost a firing alert. */
  readonly groups: readonly number[];
}

/** Looks at alerts that may have ended: resolves those that have, and notes for the others when to look again. */
export async function resolveDue(
  { db, now }: Tx,
  { limit, graceMs }: { readonly limit: number; readonly graceMs: number },
): Promise<Due> {
  const { rows } = await sql<{ resolved: boolean; group_id: number | null }>`
    with due as materialized (
      select id, group_id, ends_at,
        ends_at <= ${now}::timestamptz - ${marginMs} * interval '1 millisecond' as ended,
        last_seen_at < s.grace_since and ${now} < s.grace_since + ${graceMs} * interval '1 millisecond' as graced,
        s.grace_since + ${graceMs} * interval '1 millisecond' as grace_ends
      from alert, intake_state s
      where state <> 'resolved' and check_at <= ${now}::timestamptz - ${marginMs} * interval '1 millisecond'
      order by check_at limit ${limit} for update of alert skip locked
    ), later as (
      update alert a set check_at = case when due.graced then greatest(due.ends_at, due.grace_ends) else due.ends_at end
      from due where a.id = due.id and (not due.ended or due.graced or due.ended is null)
    ), ended as (
      update alert a set state = 'resolved', episode = a.id, resolved_at = greatest(due.ends_at, a.starts_at), resolved_by = 'time-out',
        changed_at = ${now}
      from due where a.id = due.id and due.ended and due.graced is not true
    ), noted as (
      insert into alert_event (alert_id, at, type, actor, detail)
      select id, ${now}, 'resolved', 'time-out', 'not repeated in time' from due where ended and graced is not true
    )
    select coalesce(ended and graced is not true, false) as resolved, group_id from due`.execute(db);
  const resolved = rows.filter((row) => row.resolved);
  return {
    looked: rows.length,
    resolved: resolved.length,
    groups: resolved.flatMap((row) => row.group_id ?? []),
  };
}
