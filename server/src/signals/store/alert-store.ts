import type { Alert, AlertGroup } from '@fieldmarshal/contract/signals';
import { severity } from '@fieldmarshal/contract';
import { sql, type Kysely, type Selectable } from 'kysely';
import { z } from 'zod';
import type { DB, Tx } from '#platform';
import { unrouted } from '../core/routing.ts';

type Row = Selectable<DB['alert']> & { incident_id: string | null };

const texts = z.record(z.string(), z.string());
const state = z.enum(['firing', 'acknowledged', 'resolved']);
const source = z.enum(['alertmanager', 'webhook', 'pagerduty', 'opsgenie', 'events', 'heartbeat', 'check']);
const resolvedBy = z.enum(['sender', 'time-out', 'hand']).nullable();

/** The alert as the API shows it. */
function toAlert(row: Row): Alert {
  return {
    id: String(row.id),
    title: row.title,
    state: state.parse(row.state),
    labels: texts.parse(row.labels),
    annotations: texts.parse(row.annotations),
    link: row.link !== null && /^https?:\/\//i.test(row.link) ? row.link : null,
    source: source.parse(row.source),
    integration: { id: row.integration, name: row.integration_name },
    key: row.dedup_key,
    startsAt: row.starts_at.toISOString(),
    endsAt: row.ends_at?.toISOString() ?? null,
    receivedAt: row.received_at.toISOString(),
    lastSeenAt: row.last_seen_at.toISOString(),
    resolvedAt: row.resolved_at?.toISOString() ?? null,
    resolvedBy: resolvedBy.parse(row.resolved_by),
    count: row.count,
    route: row.route,
    product: row.product,
    environment: row.environment,
    severity: severity.nullable().parse(row.severity),
    groupId: row.group_id === null ? null : String(row.group_id),
    incidentId: row.incident_id,
    silencedBy: row.silenced_by ?? [],
  };
}

export interface AlertQuery {
  readonly state: 'open' | 'firing' | 'acknowledged' | 'resolved' | 'all';
  readonly route?: string | undefined;
  readonly product?: string | undefined;
  readonly environment?: string | undefined;
  readonly severity?: string | undefined;
  readonly integration?: string | undefined;
  readonly incident?: string | undefined;
  readonly group?: number | undefined;
  readonly silenced?: boolean | undefined;
  readonly q?: string | undefined;
  /** Ids below this one. */
  readonly before?: number | undefined;
  readonly limit: number;
}

function alerts(db: Kysely<DB>) {
  return db
    .selectFrom('alert')
    .leftJoin('alert_group', 'alert_group.id', 'alert.group_id')
    .selectAll('alert')
    .select('alert_group.incident_id');
}

/** Newest first. */
export async function listAlertRows(db: Kysely<DB>, query: AlertQuery): Promise<Alert[]> {
  let rows = alerts(db).orderBy('alert.id', 'desc').limit(query.limit);
  if (query.state === 'open') rows = rows.where('alert.state', '<>', 'resolved');
  else if (query.state !== 'all') rows = rows.where('alert.state', '=', query.state);
  for (const column of ['route', 'product', 'environment', 'severity', 'integration'] as const) {
    const value = query[column];
    if (value !== undefined) rows = rows.where(`alert.${column}`, '=', value);
  }
  if (query.incident !== undefined)
    rows = rows.where('alert.group_id', 'in', (eb) =>
      eb
        .selectFrom('alert_group')
        .select('id')
        .where('incident_id', '=', query.incident ?? ''),
    );
  if (query.group !== undefined) rows = rows.where('alert.group_id', '=', query.group);
  if (query.silenced !== undefined)
    rows = rows.where('alert.silenced_by', query.silenced ? 'is not' : 'is', null);
  if (query.before !== undefined) rows = rows.where('alert.id', '<', query.before);
  if (query.q !== undefined && query.q.trim() !== '') {
    const part = `%${query.q.trim().replaceAll(/[\\%_]/g, String.raw`\$&`)}%`;
    rows = rows.where(
      sql<boolean>`(alert.title ilike ${part} or exists (select 1 from jsonb_each_text(alert.labels) l where l.value ilike ${part}))`,
    );
  }
  return (await rows.execute()).map((row) => toAlert(row));
}

export async function findAlert(db: Kysely<DB>, id: number): Promise<Alert | null> {
  const row = await alerts(db).where('alert.id', '=', id).executeTakeFirst();
  return row ? toAlert(row) : null;
}

export interface AlertEventRow {
  readonly id: number;
  readonly at: Date;
  readonly type: string;
  readonly actor: string;
  readonly detail: string | null;
}

/** The latest 500, oldest first. */
export async function listAlertEvents(db: Kysely<DB>, id: number): Promise<AlertEventRow[]> {
  const rows = await db
    .selectFrom('alert_event')
    .select(['id', 'at', 'type', 'actor', 'detail'])
    .where('alert_id', '=', id)
    .orderBy('id', 'desc')
    .limit(500)
    .execute();
  return rows.toReversed();
}

/** Earlier episodes with the same key, newest first. */
export async function listEarlier(
  db: Kysely<DB>,
  { id, key, integration }: Alert,
): Promise<{ id: number; starts_at: Date; resolved_at: Date | null }[]> {
  return db
    .selectFrom('alert')
    .select(['id', 'starts_at', 'resolved_at'])
    .where('integration', '=', integration.id)
    .where('dedup_key', '=', key)
    .where('id', '<', Number(id))
    .orderBy('id', 'desc')
    .limit(20)
    .execute();
}

/** Notes that a person acknowledged or resolved it; false where it was no longer so that this could be done. */
export async function transitAlert(
  { db, now }: Tx,
  id: number,
  { to, actor }: { readonly to: 'acknowledged' | 'resolved'; readonly actor: string },
): Promise<boolean> {
  const resolves = to === 'resolved';
  const { rows } = await sql`
    with done as (
      update alert set state = ${to}, changed_at = ${now},
        episode = case when ${resolves} then id else episode end,
        resolved_at = case when ${resolves} then ${now}::timestamptz end,
        resolved_by = case when ${resolves} then 'hand' end
      where id = ${id} and state = any(${resolves ? ['firing', 'acknowledged'] : ['firing']}::text[])
      returning id
    )
    insert into alert_event (alert_id, at, type, actor) select id, ${now}, ${to}, ${actor} from done returning 1`.execute(
    db,
  );
  return rows.length > 0;
}

export async function countAlerts(db: Kysely<DB>): Promise<{
  firing: number;
  acknowledged: number;
  silenced: number;
  unrouted: number;
  unparsed: number;
}> {
  const { rows } = await sql<{
    firing: number;
    acknowledged: number;
    silenced: number;
    unrouted: number;
    unparsed: number;
  }>`
    select count(*) filter (where state = 'firing') as firing, count(*) filter (where state = 'acknowledged') as acknowledged,
      count(*) filter (where silenced_by is not null) as silenced, count(*) filter (where route = ${unrouted}) as unrouted,
      (select count(*) from unparsed_signal where state = 'kept') as unparsed
    from alert where state <> 'resolved'`.execute(db);
  return rows[0] ?? { firing: 0, acknowledged: 0, silenced: 0, unrouted: 0, unparsed: 0 };
}

export interface GroupQuery {
  readonly state: 'open' | 'closed' | 'all';
  readonly route?: string | undefined;
  readonly incident?: string | undefined;
  readonly before?: number | undefined;
  readonly limit: number;
}

/** Newest first, each with its alerts counted. */
export async function listGroupRows(db: Kysely<DB>, query: GroupQuery): Promise<AlertGroup[]> {
  let rows = db
    .selectFrom('alert_group as g')
    .selectAll('g')
    .select([
      sql<number>`(select count(*) from alert a where a.group_id = g.id)`.as('total'),
      sql<number>`(select count(*) from alert a where a.group_id = g.id and a.state <> 'resolved')`.as(
        'firing',
      ),
    ])
    .orderBy('g.id', 'desc')
    .limit(query.limit);
  if (query.state !== 'all') rows = rows.where('g.state', '=', query.state);
  if (query.route !== undefined) rows = rows.where('g.route', '=', query.route);
  if (query.incident !== undefined) rows = rows.where('g.incident_id', '=', query.incident);
  if (query.before !== undefined) rows = rows.where('g.id', '<', query.before);
  return (await rows.execute()).map((row) => ({
    id: String(row.id),
    title: row.title,
    route: row.route,
    action: row.action === 'incident' ? 'incident' : 'alert-only',
    labels: texts.parse(row.labels),
    product: row.product,
    environment: row.environment,
    severity: severity.nullable().parse(row.severity),
    incidentId: row.incident_id,
    state: row.state === 'open' ? 'open' : 'closed',
    openedAt: row.opened_at.toISOString(),
    closedAt: row.closed_at?.toISOString() ?? null,
    firing: row.firing,
    total: row.total,
  }));
}
