import { sql } from 'kysely';
import type { Tx } from '#platform';
import type { Labels } from '../core/signal.ts';
import type { SilenceRule } from '../core/silence.ts';

/** An open alert, as far as silences and routes look at it. */
export interface OpenAlert {
  readonly id: number;
  readonly integration: string;
  readonly integrationName: string;
  readonly key: string;
  readonly title: string;
  readonly labels: Labels;
  readonly product: string | null;
  readonly environment: string | null;
  readonly route: string;
  readonly groupId: number | null;
  readonly silencedBy: readonly string[] | null;
}

/** Rows in one read. */
const chunk = 5_000;

/** Locks and reads, page by page, the open alerts that a silence may cover or does cover. Conditions that storage knows are left to it. */
export async function* alertsNear(tx: Tx, silence: SilenceRule): AsyncGenerator<OpenAlert[]> {
  const equal = Object.fromEntries(
    silence.matchers.filter((m) => m.isEqual && !m.isRegex && m.value !== '').map((m) => [m.name, m.value]),
  );
  yield* pages(
    tx,
    sql<boolean>`(${silence.id} = any(silenced_by) or (
      labels @> ${JSON.stringify(equal)}::jsonb
      and (${silence.integration}::text is null or integration = ${silence.integration})
      and (cardinality(${[...silence.products]}::text[]) = 0 or product = any(${[...silence.products]}::text[]))
      and (cardinality(${[...silence.environments]}::text[]) = 0 or environment = any(${[...silence.environments]}::text[]))))`,
  );
}

/** Locks and reads, page by page, the open alerts on one route. */
export async function* alertsOnRoute(tx: Tx, route: string): AsyncGenerator<OpenAlert[]> {
  yield* pages(tx, sql<boolean>`route = ${route}`);
}

/**
 * Locks and reads, page by page, what fires in the groups of an incident that has ended, unless it was a drill: all of it, or what came only
 * after the end.
 */
export async function* firingAfterEnd(
  tx: Tx,
  incidentId: string,
  which: 'all' | 'came-later',
): AsyncGenerator<OpenAlert[]> {
  yield* pages(
    tx,
    sql<boolean>`state = 'firing' and silenced_by is null and exists (
      select 1 from alert_group g join incident i on i.id = g.incident_id
      where g.id = group_id and i.id = ${incidentId} and g.state = 'closed' and not i.is_open and not i.drill
        and (${which} = 'all' or received_at > i.resolved_at))`,
  );
}

/** Locks and reads, page by page, those of these alerts that fire in the groups of an incident. */
export async function* firingOf(
  tx: Tx,
  incidentId: string,
  ids: readonly number[],
): AsyncGenerator<OpenAlert[]> {
  yield* pages(
    tx,
    sql<boolean>`state = 'firing' and silenced_by is null and id = any(${[...ids]}::bigint[])
      and exists (select 1 from alert_group g where g.id = group_id and g.incident_id = ${incidentId})`,
  );
}

async function* pages({ db }: Tx, condition: ReturnType<typeof sql<boolean>>): AsyncGenerator<OpenAlert[]> {
  let after = 0;
  for (;;) {
    const { rows } = await sql<OpenAlert>`
      select id, integration, integration_name as "integrationName", dedup_key as key, title, labels, product, environment, route,
        group_id as "groupId", silenced_by as "silencedBy"
      from alert where state <> 'resolved' and id > ${after} and ${condition}
      order by id limit ${chunk} for no key update`.execute(db);
    if (rows.length > 0) yield rows;
    if (rows.length < chunk) return;
    after = rows.at(-1)?.id ?? 0;
  }
}

interface SilencedChange {
  readonly id: number;
  readonly silencedBy: readonly string[] | null;
}

/** Notes which silences cover these alerts now, and that this changed. */
export async function setSilenced({ db, now }: Tx, changes: readonly SilencedChange[]): Promise<void> {
  if (changes.length === 0) return;
  const rows = changes.map(({ id, silencedBy }) => ({ id, by: silencedBy }));
  await sql`
    with n as materialized (select * from json_to_recordset(${JSON.stringify(rows)}::json) as r(id bigint, by text[])),
    stored as (
      update alert a set silenced_by = n.by, changed_at = ${now} from n where a.id = n.id
    )
    insert into alert_event (alert_id, at, type, actor, detail)
    select id, ${now}, case when by is null then 'unsilenced' else 'silenced' end, 'silences', array_to_string(by, ', ') from n`.execute(
    db,
  );
}

export interface Placing {
  readonly id: number;
  readonly groupId: number;
  readonly route: string;
  readonly product: string | null;
  readonly environment: string | null;
  readonly severity: string | null;
}

/** Puts alerts where their route and group are now. */
export async function setPlaces(
  { db, now }: Tx,
  places: readonly Placing[],
  event: { readonly type: 'grouped' | 'rerouted'; readonly actor: string },
): Promise<void> {
  if (places.length === 0) return;
  await sql`
    with n as materialized (
      select * from json_to_recordset(${JSON.stringify(places)}::json) as r(
        id bigint, "groupId" bigint, route text, product text, environment text, severity text)
    ), stored as (
      update alert a set group_id = n."groupId", route = n.route, product = n.product, environment = n.environment, severity = n.severity,
        changed_at = ${now}
      from n where a.id = n.id
    )
    insert into alert_event (alert_id, at, type, actor, detail) select id, ${now}, ${event.type}, ${event.actor}, route from n`.execute(
    db,
  );
}
