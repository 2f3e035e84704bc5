import { sql, type Kysely } from 'kysely';
import { catalogVersion } from '#catalog';
import { assert, type DB, type Send, type Tx } from '#platform';
import type { EpisodeChange, StoredEpisode, Touch } from '../core/dedup.ts';
import type { Integration, Signal } from '../core/signal.ts';
import { plain, texts } from './columns.ts';
import { newRows, type PlacedEpisode } from './new-rows.ts';
import { inOrder, joinedGroups, type FoundGroup, type JoinedRow, type WantedGroup } from './group-store.ts';

export interface Loaded {
  /** Milliseconds, database time. */
  readonly now: number;
  readonly silenceVersion: number;
  readonly catalogVersion: number;
  readonly episodes: readonly StoredEpisode[];
}

interface EpisodeKey {
  readonly integration: string;
  readonly key: string;
}

interface EpisodeRow {
  readonly now: number;
  readonly silence_version: number;
  readonly catalog_version: number;
  /** Place of the key among those asked for, from 1. */
  readonly n: number | null;
  readonly id: number;
  readonly state: StoredEpisode['state'];
  readonly hash: number;
  readonly starts_at: number;
  readonly ends_at: number | null;
  readonly ends_assumed: boolean;
  readonly resolved_at: number | null;
  readonly by_hand: boolean;
  readonly group_id: number | null;
}

/** The latest episode of each key, read in one statement sent at once. */
export async function loadEpisodes(send: Send, keys: readonly EpisodeKey[]): Promise<Loaded> {
  // The lateral probe with its limit makes one index lookup per key whatever the statistics say; a join would become a scan of the
  // whole table after a burst.
  const rows = await send(sql<EpisodeRow>`
    select date_part('epoch', now()) * 1000 as now, s.silence_version, ${catalogVersion} as catalog_version, a.* from intake_state s left join (
      select k.n, l.id, l.state, l.content_hash as hash, date_part('epoch', l.starts_at) * 1000 as starts_at,
        date_part('epoch', l.ends_at) * 1000 as ends_at, l.ends_assumed, date_part('epoch', l.resolved_at) * 1000 as resolved_at,
        l.resolved_by = 'hand' as by_hand, l.group_id
      from unnest(${texts(keys.map((k) => k.integration))}, ${texts(keys.map((k) => k.key))}) with ordinality as k(integration, key, n)
      cross join lateral (
        select * from alert a where a.integration = k.integration and a.dedup_key = k.key order by a.episode desc limit 1
      ) l
    ) a on true`);
  const episodes = rows.flatMap((row) => {
    const key = row.n === null ? undefined : keys[row.n - 1];
    return key === undefined ? [] : [toEpisode(row, key)];
  });
  const [row] = rows;
  assert(row, 'intake_state has its row');
  return { now: row.now, silenceVersion: row.silence_version, catalogVersion: row.catalog_version, episodes };
}

function toEpisode(row: EpisodeRow, { integration, key }: EpisodeKey): StoredEpisode {
  return {
    id: row.id,
    integration,
    key,
    state: row.state,
    hash: row.hash,
    startsAt: Math.round(row.starts_at),
    endsAt: row.ends_at === null ? null : Math.round(row.ends_at),
    endsAssumed: row.ends_assumed,
    resolvedAt: row.resolved_at === null ? null : Math.round(row.resolved_at),
    resolvedByHand: row.by_hand,
    groupId: row.group_id,
  };
}

/**
 * New rows, their events and the groups they join, in one statement. Returns the groups in the order wanted, `null` where one of them was
 * made by another process meanwhile: start over. Refused by the unique key when another process has opened the same alert meanwhile.
 */
export async function insertAlerts(
  { db, now }: Tx,
  placed: readonly PlacedEpisode[],
  wanted: readonly WantedGroup[],
): Promise<FoundGroup[] | null> {
  const rows = newRows(placed, {
    at: sql`${now}::timestamptz`,
    lateMs: sql`0::float8`,
    condition: sql`true`,
    groupIds: sql`(select array_agg(id order by n) from joined)`,
  });
  const { rows: joined } =
    await sql<JoinedRow>`with ${joinedGroups(wanted, now)}, ${rows} select * from joined`.execute(db);
  return inOrder(joined, wanted.length);
}

/** Changes of open rows and their events. Returns how many were still open: fewer than asked means that somebody else was first. */
export async function updateAlerts(
  db: Kysely<DB>,
  changes: readonly (EpisodeChange & {
    readonly integration: Integration;
    readonly severity: string | null;
  })[],
  now: Date,
): Promise<number> {
  const rows = changes.map((change) => ({
    id: change.id,
    m: change.integration.name,
    ...contentOf(change.content),
    y: change.severity,
    z: change.state,
    s: change.startsAt,
    e: change.endsAt,
    x: change.endsAssumed,
    d: change.resolvedAt,
    n: change.count,
    f: change.transitions,
  }));
  const { rows: updated } = await sql<{ id: number }>`
    with n as materialized (
      select * from json_to_recordset(${JSON.stringify(rows)}::json) as r(
        id bigint, m text, t text, l jsonb, a json, u text, h bigint, y text, z text, s float8, e float8, x boolean, d float8, n int, f text[])
    ), stored as (
      update alert a set state = n.z, episode = case when n.z = 'resolved' then a.id else a.episode end,
        title = coalesce(n.t, a.title), labels = coalesce(n.l, a.labels), annotations = coalesce(n.a, a.annotations),
        link = case when n.h is null then a.link else n.u end, content_hash = coalesce(n.h, a.content_hash),
        severity = case when n.h is null then a.severity else n.y end,
        starts_at = to_timestamp(n.s / 1000), ends_at = to_timestamp(n.e / 1000), ends_assumed = n.x,
        check_at = least(a.check_at, to_timestamp(n.e / 1000)), last_seen_at = ${now}, changed_at = ${now},
        resolved_at = to_timestamp(n.d / 1000), resolved_by = case when n.z = 'resolved' then 'sender' end, count = a.count + n.n
      from n where a.id = n.id and a.state <> 'resolved'
      returning a.id
    ), events as (
      insert into alert_event (alert_id, at, type, actor) select n.id, ${now}, unnest(n.f), n.m from n join stored using (id)
    )
    select id from stored`.execute(db);
  return updated.length;
}

function contentOf(signal: Signal | null): object {
  if (!signal) return {};
  return { t: signal.title, l: signal.labels, a: signal.annotations, u: signal.link, h: signal.hash };
}

export interface SeenAlert extends Omit<Touch, 'durable'> {
  /** Milliseconds, database time. */
  readonly seenAt: number;
}

/** Adds repeats to their rows. No index changes, and none of it can undo what happened to a row meanwhile. */
export async function storeSeen(db: Kysely<DB>, seen: readonly SeenAlert[]): Promise<void> {
  await sql`
    update alert a set count = a.count + u.count, last_seen_at = greatest(a.last_seen_at, to_timestamp(u.seen_at / 1000)),
      ends_at = case when a.state = 'resolved' or u.ends_at is null then a.ends_at
        when a.ends_assumed or u.ends_at > extract(epoch from a.ends_at)::float8 * 1000 then to_timestamp(u.ends_at / 1000) else a.ends_at end,
      ends_assumed = case when a.state = 'resolved' or u.ends_at is null then a.ends_assumed else u.ends_assumed end
    from unnest(${plain(seen.map((s) => s.id))}::bigint[], ${plain(seen.map((s) => s.count))}::int[],
      ${plain(seen.map((s) => s.seenAt))}::float8[], ${plain(seen.map((s) => s.endsAt))}::float8[],
      ${plain(seen.map((s) => s.endsAssumed))}::boolean[]) as u(id, count, seen_at, ends_at, ends_assumed)
    where a.id = u.id`.execute(db);
}
