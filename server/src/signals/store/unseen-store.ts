import { sql, type RawBuilder } from 'kysely';
import { catalogVersion } from '#catalog';
import { readOnce, type Databases } from '#platform';
import { clockToleranceMs } from '../core/unseen.ts';
import { texts } from './columns.ts';
import { foundGroups, type WantedGroup } from './group-store.ts';
import { newRows, type PlacedEpisode } from './new-rows.ts';

export interface Unseen {
  readonly placed: readonly PlacedEpisode[];
  readonly wanted: readonly WantedGroup[];
  /** What the placement relies on. */
  readonly catalogVersion: number;
  readonly silenceVersion: number;
  /** Database time as it was reckoned, milliseconds. */
  readonly reckonedMs: number;
  /** Sets the timers of the groups in `marked (group_id)`. */
  readonly tellChanges: RawBuilder<unknown>;
}

/**
 * Stores new alerts in groups that are open, and sets the timers that tell of it: one statement, one round trip, its own commit. Stores
 * nothing, and returns false, where an alert was heard of before, a group is not open, or routes, silences or the clock have moved on.
 */
export async function insertUnseen(databases: Databases, unseen: Unseen): Promise<boolean> {
  const { placed, wanted, reckonedMs } = unseen;
  const signals = placed.map(({ episode }) => episode.signal);
  const guard = sql`guard as materialized (
      select date_part('epoch', now()) * 1000 - ${reckonedMs}::float8 as late_ms from intake_state s
      where s.silence_version = ${unseen.silenceVersion} and ${catalogVersion} = ${unseen.catalogVersion}
        and abs(date_part('epoch', now()) * 1000 - ${reckonedMs}::float8) < ${clockToleranceMs}
        and not exists (
          select from unnest(${texts(signals.map((signal) => signal.integration.id))}, ${texts(signals.map((signal) => signal.key))}) as k(integration, key)
          cross join lateral (select from alert a where a.integration = k.integration and a.dedup_key = k.key limit 1) known)
    )`;
  const rows = newRows(placed, {
    at: sql`now()`,
    lateMs: sql`(select late_ms from sure)`,
    condition: sql`exists (select from sure)`,
    groupIds: sql`(select array_agg(id order by n) from found)`,
  });
  const [answer] = await readOnce(
    databases,
    'intake',
    sql<{ stored: boolean }>`
    with ${guard}, ${foundGroups(wanted, sql`exists (select from guard)`)}, sure as materialized (
      select late_ms from guard where (select count(*) from found) = ${wanted.length}::int
    ), marked as (
      insert into alert_group_change (group_id) select distinct id from found where exists (select from sure) order by id
      on conflict do nothing returning group_id
    ), timers as (${unseen.tellChanges}), ${rows}
    select exists (select from sure) as stored`,
  );
  return answer?.stored ?? false;
}
