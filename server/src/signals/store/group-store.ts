import { sql, type Kysely, type RawBuilder } from 'kysely';
import type { DB, Tx } from '#platform';
import type { Placement } from '../core/routing.ts';
import type { Integration } from '../core/signal.ts';

/** A group that alerts want to belong to. */
export interface WantedGroup {
  readonly placement: Placement;
  readonly title: string;
  readonly integration: Integration;
  /** Alerts, and those of them not resolved, that come with it if it is new. */
  readonly total: number;
  readonly firing: number;
}

export interface FoundGroup {
  readonly id: number;
  readonly fresh: boolean;
  /** Whether this is the first to mark it as changed since its changes were told last. */
  readonly marked: boolean;
}

/**
 * The CTEs `want` and `found (n, id)`: the open groups there are of those wanted, by their place in the list, where `condition` holds.
 * They are share-locked until commit: writers join side by side, but a group that is being closed is not joined.
 */
export function foundGroups(
  wanted: readonly WantedGroup[],
  condition: RawBuilder<unknown>,
): RawBuilder<unknown> {
  const rows = wanted.map(({ placement, ...group }, n) => ({
    n,
    route: placement.route,
    key: placement.groupKey,
    labels: placement.groupLabels,
    action: placement.action,
    title: group.title,
    integration: group.integration.id,
    integration_name: group.integration.name,
    product: placement.product,
    environment: placement.environment,
    severity: placement.severity,
    policy: placement.escalationPolicy,
    total: group.total,
    firing: group.firing,
  }));
  return sql`want as materialized (
      select * from json_to_recordset(${JSON.stringify(rows)}::json) as r(n int, route text, key text, labels jsonb, action text, title text,
        integration text, integration_name text, product text, environment text, severity text, policy text, total int, firing int)
    ), found as materialized (
      select w.n, g.id from (select * from want where ${condition} order by route, key) w cross join lateral (
        select id from alert_group g where g.route = w.route and md5(g.key) = md5(w.key) and g.state = 'open' limit 1 for share
      ) g
    )`;
}

/**
 * The CTEs of {@link foundGroups}, `made`, `marked` and `joined (n, id, fresh, marked)`: the open group of each placement, made where
 * there is none. One is missing from `joined` where another process made it meanwhile.
 */
export function joinedGroups(wanted: readonly WantedGroup[], now: Date): RawBuilder<unknown> {
  return sql`${foundGroups(wanted, sql`true`)}, made as (
      insert into alert_group (route, key, labels, state, action, title, integration, integration_name, product, environment, severity,
        escalation_policy, opened_at, announced_firing, announced_total)
      select route, key, labels, 'open', action, title, integration, integration_name, product, environment, severity, policy, ${now}, firing, total
      from want where n not in (select n from found) order by route, key
      on conflict (route, md5(key)) where state = 'open' do nothing
      returning id, route, key
    ), marked as (
      insert into alert_group_change (group_id) select distinct id from found order by id on conflict do nothing returning group_id
    ), joined as materialized (
      select n, id, false as fresh, id in (select group_id from marked) as marked from found
      union all select w.n, m.id, true, false from made m join want w on w.route = m.route and w.key = m.key
    )`;
}

export type JoinedRow = FoundGroup & { readonly n: number };

/** The groups in the order asked; `null` where one is missing: start over. */
export function inOrder(joined: readonly JoinedRow[], count: number): FoundGroup[] | null {
  const groups = Array.from<FoundGroup | undefined>({ length: count });
  for (const { n, ...group } of joined) groups[n] = group;
  return groups.every((group) => group !== undefined) ? groups : null;
}

/** Finds or makes groups for alerts that are stored already; `null` where another process made one meanwhile: start over. */
export async function ensureGroups(
  { db, now }: Tx,
  wanted: readonly WantedGroup[],
): Promise<FoundGroup[] | null> {
  const { rows } = await sql<JoinedRow>`with ${joinedGroups(wanted, now)} select * from joined`.execute(db);
  return inOrder(rows, wanted.length);
}

/** Marks groups as changed; returns those that nobody had marked yet. Who tells the changes waits for this transaction. */
export async function markChanged(db: Kysely<DB>, ids: readonly number[]): Promise<number[]> {
  const { rows } = await sql<{ id: number }>`
    with held as materialized (select id from alert_group where id = any(${[...ids]}::bigint[]) order by id for share)
    insert into alert_group_change (group_id) select id from held on conflict do nothing returning group_id as id`.execute(
    db,
  );
  return rows.map((row) => row.id);
}

/** From here on, changes are marked anew. Call it under {@link lockGroup}. */
export async function unmarkChanged(db: Kysely<DB>, id: number): Promise<void> {
  await db.deleteFrom('alert_group_change').where('group_id', '=', id).execute();
}

/** Remembers what was told of a group, and closes it if asked. */
export async function setAnnounced(
  { db, now }: Tx,
  group: { readonly id: number; readonly firing: number; readonly total: number; readonly close: boolean },
): Promise<void> {
  await db
    .updateTable('alert_group')
    .set({
      announced_firing: group.firing,
      announced_total: group.total,
      ...(group.close ? { state: 'closed', closed_at: now } : {}),
    })
    .where('id', '=', group.id)
    .execute();
}

/** What was told of a group last; `null` where there is none. */
export async function announcedCounts(
  db: Kysely<DB>,
  id: number,
): Promise<{ readonly firing: number; readonly total: number } | null> {
  const row = await db
    .selectFrom('alert_group')
    .select(['announced_firing as firing', 'announced_total as total'])
    .where('id', '=', id)
    .executeTakeFirst();
  return row ?? null;
}

export interface StoredGroup {
  readonly id: number;
  readonly state: 'open' | 'closed';
  readonly action: 'incident' | 'alert-only';
  readonly incidentId: string | null;
  readonly announcedFiring: number;
  readonly announcedTotal: number;
  readonly firing: number;
  readonly total: number;
}

/** A group, locked, with its alerts counted after the lock was had; `null` where there is none. */
export async function lockGroup(db: Kysely<DB>, id: number): Promise<StoredGroup | null> {
  const group = await db
    .selectFrom('alert_group')
    .selectAll()
    .where('id', '=', id)
    .forNoKeyUpdate()
    .executeTakeFirst();
  if (!group) return null;
  const counted = await db
    .selectFrom('alert')
    .select([
      sql<number>`count(*)`.as('total'),
      sql<number>`count(*) filter (where state <> 'resolved')`.as('firing'),
    ])
    .where('group_id', '=', id)
    .executeTakeFirstOrThrow();
  return {
    id,
    state: group.state === 'open' ? 'open' : 'closed',
    action: group.action === 'incident' ? 'incident' : 'alert-only',
    incidentId: group.incident_id,
    announcedFiring: group.announced_firing,
    announcedTotal: group.announced_total,
    ...counted,
  };
}

/** Titles of the newest alerts of a group, oldest of them first. */
export async function newestTitles(db: Kysely<DB>, groupId: number, limit: number): Promise<string[]> {
  if (limit <= 0) return [];
  const rows = await db
    .selectFrom('alert')
    .select('title')
    .where('group_id', '=', groupId)
    .orderBy('id', 'desc')
    .limit(limit)
    .execute();
  return rows.map((row) => row.title).toReversed();
}
