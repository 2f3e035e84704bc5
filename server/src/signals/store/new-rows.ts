import { sql, type RawBuilder } from 'kysely';
import type { NewEpisode } from '../core/dedup.ts';
import type { Placement } from '../core/routing.ts';
import { plain, texts } from './columns.ts';

/** `alert.episode` of an open row; see the migration. */
const openEpisode = '9223372036854775807';

export interface PlacedEpisode {
  readonly episode: NewEpisode;
  readonly placement: Placement;
  /** Its group's place in the list of wanted groups; `null` = it joins none. */
  readonly group: number | null;
  readonly silencedBy: readonly string[] | null;
}

/** What a statement says about the rows it makes. */
interface Making {
  readonly at: RawBuilder<unknown>;
  /** Milliseconds by which times that no sender stated were taken too early. */
  readonly lateMs: RawBuilder<unknown>;
  /** Where it does not hold, no row is made. */
  readonly condition: RawBuilder<unknown>;
  /** `bigint[]`: the groups in the order wanted. */
  readonly groupIds: RawBuilder<unknown>;
}

/** The CTEs `n`, `stored` and `events`: rows of new alerts and their events. */
export function newRows(
  placed: readonly PlacedEpisode[],
  { at, lateMs, condition, groupIds }: Making,
): RawBuilder<unknown> {
  const text = (value: (alert: PlacedEpisode) => string | null): RawBuilder<string[]> =>
    texts(placed.map((alert) => value(alert)));
  const number = (value: (alert: PlacedEpisode) => number | boolean | null): string =>
    plain(placed.map((alert) => value(alert)));
  return sql`n as materialized (
      select nextval('alert_id_seq'::regclass) as id, to_timestamp((starts + case when starts_unsaid then ${lateMs} else 0 end) / 1000) as starts_at,
        to_timestamp((ends + case when assumed then ${lateMs} else 0 end) / 1000) as ends_at, r.* from unnest(
        ${text((a) => a.episode.signal.integration.id)}, ${text((a) => a.episode.signal.integration.name)},
        ${text((a) => a.episode.signal.source)}, ${text((a) => a.episode.signal.key)}, ${text((a) => a.episode.signal.title)},
        ${text((a) => JSON.stringify(a.episode.signal.labels))}, ${text((a) => JSON.stringify(a.episode.signal.annotations))},
        ${text((a) => a.episode.signal.link)}, ${number((a) => a.episode.signal.hash)}::bigint[], ${text((a) => a.episode.state)},
        ${number((a) => a.episode.startsAt)}::float8[], ${number((a) => a.episode.signal.startsAt === null)}::boolean[],
        ${number((a) => a.episode.endsAt)}::float8[], ${number((a) => a.episode.endsAssumed)}::boolean[],
        ${number((a) => a.episode.resolvedAt)}::float8[], ${number((a) => a.episode.count)}::int[],
        ${text((a) => a.placement.route)}, ${text((a) => a.placement.product)},
        ${text((a) => a.placement.environment)}, ${text((a) => a.placement.severity)}, ${number((a) => a.group)}::int[],
        ${text((a) => a.silencedBy?.join(',') ?? null)}, ${text((a) => eventsOf(a).join(','))}
      ) as r(integration, integration_name, source, key, title, labels, annotations, link, hash, state, starts, starts_unsaid, ends, assumed,
        resolved, count, route, product, environment, severity, joins, silenced_by, events)
      where ${condition}
    ), stored as (
      insert into alert (id, integration, integration_name, source, dedup_key, episode, state, title, labels, annotations, link,
        content_hash, starts_at, ends_at, ends_assumed, check_at, received_at, last_seen_at, changed_at, resolved_at, resolved_by,
        count, route, product, environment, severity, group_id, silenced_by)
      select id, integration, integration_name, source, key, case when state = 'resolved' then id else ${openEpisode}::bigint end, state,
        title, labels::jsonb, annotations::json, link, hash, starts_at, ends_at, assumed, ends_at, ${at}, ${at}, ${at},
        to_timestamp(resolved / 1000), case when state = 'resolved' then 'sender' end,
        count, route, product, environment, severity, groups.ids[joins + 1], string_to_array(silenced_by, ',')
      from n, (select ${groupIds} as ids) groups
    ), events as (
      insert into alert_event (alert_id, at, type, actor)
      select n.id, ${at}, unnest(string_to_array(n.events, ',')), n.integration_name from n
    )`;
}

function eventsOf({ episode, silencedBy }: PlacedEpisode): readonly string[] {
  return silencedBy === null ? episode.transitions : [...episode.transitions, 'silenced'];
}
