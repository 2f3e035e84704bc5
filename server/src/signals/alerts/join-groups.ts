import { z } from 'zod';
import { defineTask, type Tx } from '#platform';
import { groupTitle, type Placement } from '../core/routing.ts';
import type { Integration } from '../core/signal.ts';
import { alertsGroupOpened } from '../facts.ts';
import { StaleRead } from './stale-read.ts';
import { ensureGroups, markChanged, type WantedGroup } from '../store/group-store.ts';

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

/**
 * The group of each alert, in the order given; opens those that are missing and tells it, and sets the timers that tell of changes.
 * Throws {@link StaleRead}.
 */
export async function joinGroups(tx: Tx, alerts: readonly Joining[]): Promise<number[]> {
  if (alerts.length === 0) return [];
  const byKey = new Map<string, { index: number; members: Joining[] }>();
  const keys = alerts.map((alert) => `${alert.placement.route}\n${alert.placement.groupKey}`);
  for (const [index, alert] of alerts.entries()) {
    const key = keys[index] ?? '';
    const group = byKey.get(key);
    if (group) group.members.push(alert);
    else byKey.set(key, { index: byKey.size, members: [alert] });
  }
  const wanted = [...byKey.values()].map(({ members }) => wantedGroup(members));
  const groups = await ensureGroups(tx, wanted);
  if (groups === null) throw new StaleRead();
  for (const [index, group] of groups.entries()) {
    const want = wanted[index];
    if (group.fresh && want?.placement.action === 'incident') emitOpened(tx, group.id, want);
  }
  setChangeTimers(
    tx,
    groups.filter((group) => group.marked).map((group) => group.id),
  );
  return keys.map((key) => groups[byKey.get(key)?.index ?? 0]?.id ?? 0);
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
