import { inTransaction, type Ctx } from '#platform';
import {
  groupForIncident,
  heirOf,
  isLinked,
  moveAlertsTo,
  moveGroups,
} from '../store/incident-group-store.ts';
import { tellChanges } from '../alerts/join-groups.ts';

type Move =
  | { readonly fromIncidentId: string; readonly incidentId: string }
  | { readonly alertIds: readonly string[]; readonly incidentId: string };

/**
 * Gives an incident all groups of another one (a merge), or single alerts (a link made by hand). What is there already stays. It may be told
 * late: groups go to whatever the other was merged into since, and an alert that was unlinked since stays where it is.
 */
export async function moveAlerts(ctx: Ctx, move: Move): Promise<{ readonly moved: number }> {
  return inTransaction(ctx, async (tx) => {
    tx.changed('alerts');
    if ('fromIncidentId' in move) {
      const incidentId = await heirOf(tx, move.incidentId);
      tx.changed(`incident:${incidentId}`);
      tx.changed(`incident:${move.fromIncidentId}`);
      const groups = await moveGroups(tx, move.fromIncidentId, incidentId);
      await tellChanges(tx, groups);
      return { moved: groups.length };
    }
    const { incidentId } = move;
    tx.changed(`incident:${incidentId}`);
    const linked = await Promise.all(move.alertIds.map(async (id) => isLinked(tx, id, incidentId)));
    const ids = move.alertIds
      .filter((_, index) => linked[index] !== false)
      .map(Number)
      .filter((id) => Number.isSafeInteger(id));
    const groupId = await groupForIncident(tx, incidentId);
    const { moved, leftGroups } = await moveAlertsTo(tx, ids, groupId);
    await tellChanges(tx, [groupId, ...leftGroups]);
    return { moved };
  });
}
