import { sql } from 'kysely';
import { found, type Collector } from './collector.ts';

/** What was left lying: analyses, flags, alerts, practice. */
export const fromFollowUp: Collector = {
  name: 'follow-up',
  measures: [
    'rca_unanswered',
    'rca_overdue',
    'actions_overdue',
    'alerts_left_firing',
    'alerts_unowned',
    'drill_days',
  ],
  collect: async ({ db, catalog }) => {
    const { rows: flags } = await sql<{ product: string; unanswered: number; overdue: number }>`
      select product,
        count(*) filter (where accepted is null and decision in ('rule', 'score') and assessed_at < now() - interval '7 days')::int
          as unanswered,
        count(*) filter (where accepted and done_at is null and due_on < (now() at time zone 'utc')::date)::int as overdue
      from rca_flag cross join unnest(products) as product where not forgotten group by product`.execute(db);
    const { rows: actions } = await sql<{ product: string; overdue: number }>`
      select i.product, count(*)::int as overdue from incident_action a join incident i on i.id = a.incident_id
      where not a.drill and a.state in ('open', 'doing') and a.due_on < (now() at time zone 'utc')::date and i.product is not null
      group by i.product`.execute(db);
    const { rows: alerts } = await sql<{ product: string; left: number; unowned: number }>`
      select a.product, count(*) filter (where a.starts_at < now() - interval '7 days')::int as left,
        count(*) filter (where a.silenced_by is null and coalesce(not i.is_open, true))::int as unowned
      from alert a left join alert_group g on g.id = a.group_id left join incident i on i.id = g.incident_id
      where a.state = 'firing' and a.product is not null and a.starts_at < now() - interval '1 hour' group by a.product`.execute(
      db,
    );
    // One that nobody took, or that was only watched, was no practice.
    const { rows: drills } = await sql<{ product: string; days: number }>`
      select product, floor(extract(epoch from now() - max(resolved_at)) / 86400)::int as days from incident
      where drill and origin_kind = 'drill' and not is_open and field_marshal is not null and resolved_at is not null
        and product is not null group by product`.execute(db);
    const flagged = new Map(flags.map((row) => [row.product, row]));
    const late = new Map(actions.map((row) => [row.product, row.overdue]));
    const firing = new Map(alerts.map((row) => [row.product, row]));
    const practised = new Map(drills.map((row) => [row.product, row.days]));
    return found(
      catalog.list('Product').map(({ name }) => [
        name,
        {
          rca_unanswered: flagged.get(name)?.unanswered ?? 0,
          rca_overdue: flagged.get(name)?.overdue ?? 0,
          actions_overdue: late.get(name) ?? 0,
          alerts_left_firing: firing.get(name)?.left ?? 0,
          alerts_unowned: firing.get(name)?.unowned ?? 0,
          drill_days: practised.get(name) ?? null,
        },
      ]),
    );
  },
};
