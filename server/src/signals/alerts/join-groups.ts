import { sql, type RawBuilder } from 'kysely';
import { z } from 'zod';
import { defineTask, timersFrom, type Tx } from '#platform';
import { groupTitle, type Placement } from '../core/routing.ts';
import type { Integration } from '../core/signal.ts';
import { alertsGroupOpened } from '../facts.ts';
import { StaleRead } from './stale-read.ts';
import { ensureGroups, markChanged, type FoundGroup, type WantedGroup } from '../store/group-store.ts';

/** Changes of one group within this time are told once. */
const coalesceMs = 2_000;

export const groupChangedTask = defineTask('signals.group-changed', {
  lane: 'react',
  payload: z.object({ groupId: z.number().int() }),
});

export interface Joining {
  readonly placement: Placement;
  readonly title: string;
  readonly integration: Integration;
  readonly firing: boolean;
}

export interface Wish {
  readonly wanted: readonly WantedGroup[];
  /** For each alert, in the order given, the place of its group among those wanted. */
  readonly places: readonly number[];
}

/** The groups that these alerts want to join, each once. */
export function groupsFor(alerts: readonly Joining[]): Wish {
  const byKey = new Map<string, { readonly place: number; readonly members: Joining[] }>();
  const places = alerts.map((alert) => {
    const key = `${alert.placement.route}\n${alert.placement.groupKey}`;
    const group = byKey.get(key) ?? { place: byKey.size, members: [] };
    byKey.set(key, group);
    group.members.push(alert);
    return group.place;
  });
  return { wanted: [...byKey.values()].map(({ members }) => wantedGroup(members)), places };
}

/** Tells of the groups that are new, and sets the timers that tell of changes of the others. */
export function tellGroups(tx: Tx, wanted: readonly WantedGroup[], groups: readonly FoundGroup[]): void {
  for (const [index, group] of groups.entries()) {
    const want = wanted[index];
    if (group.fresh && want?.placement.action === 'incident') emitOpened(tx, group.id, want);
  }
  setChangeTimers(
    tx,
    groups.filter((group) => group.marked).map((group) => group.id),
  );
}

/** The group of each alert that is stored already, in the order given, opened where missing and told. Throws {@link StaleRead}. */
export async function joinGroups(tx: Tx, alerts: readonly Joining[]): Promise<number[]> {
  if (alerts.length === 0) return [];
  const { wanted, places } = groupsFor(alerts);
  const groups = await ensureGroups(tx, wanted);
  if (groups === null) throw new StaleRead();
  tellGroups(tx, wanted, groups);
  return places.map((place) => groups[place]?.id ?? 0);
}

function wantedGroup(members: readonly Joining[]): WantedGroup {
  const [first] = members;
  if (!first) throw new Error('a group without alerts');
  return {
    placement: first.placement,
    title: groupTitle(first.placement, first, members.length),
    integration: first.integration,
    total: members.length,
    firing: members.filter((member) => member.firing).length,
  };
}

function emitOpened(tx: Tx, id: number, { placement, title, total, integration }: WantedGroup): void {
  tx.emit(alertsGroupOpened, String(id), {
    groupId: String(id),
    route: placement.route,
    title,
    product: placement.product,
    environment: placement.environment,
    severity: placement.severity,
    escalationPolicy: placement.escalationPolicy,
    labels: placement.groupLabels,
    alertCount: total,
    integration: integration.name,
  });
}

/** Makes sure that the changes of these groups are told, soon and once. */
export async function tellChanges(tx: Tx, groupIds: readonly number[]): Promise<void> {
  if (groupIds.length > 0) setChangeTimers(tx, await markChanged(tx.db, groupIds));
}

function setChangeTimers(tx: Tx, groupIds: readonly number[]): void {
  const dueAt = new Date(tx.now.getTime() + coalesceMs);
  for (const groupId of new Set(groupIds))
    tx.setTimer(groupChangedTask, { key: `signals.group-changed:${groupId}`, payload: { groupId }, dueAt });
}

/** {@link tellChanges} as a statement, of the groups in `groups (group_id)`. */
export function tellChangesOf(groups: RawBuilder<unknown>): RawBuilder<unknown> {
  return timersFrom(
    groupChangedTask,
    sql`select 'signals.group-changed:' || group_id as key, jsonb_build_object('groupId', group_id) as payload,
      now() + ${coalesceMs} * interval '1 millisecond' as due_at from ${groups}`,
  );
}
