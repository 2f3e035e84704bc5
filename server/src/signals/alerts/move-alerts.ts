import { inTransaction, type Ctx } from '#platform';
import { groupForIncident, moveAlertsTo, moveGroups } from '../store/incident-group-store.ts';
import { tellChanges } from './join-groups.ts';

type Move =
  | { readonly fromIncidentId: string; readonly incidentId: string }
  | { readonly alertIds: readonly string[]; readonly incidentId: string };

/** Gives an incident all groups of another one (a merge), or single alerts (a link made by hand). What is there already stays. */
export async function moveAlerts(ctx: Ctx, move: Move): Promise<{ readonly moved: number }> {
  return inTransaction(ctx, async (tx) => {
    const { incidentId } = move;
    tx.changed('alerts');
    tx.changed(`incident:${incidentId}`);
    if ('fromIncidentId' in move) {
      tx.changed(`incident:${move.fromIncidentId}`);
      const groups = await moveGroups(tx, move.fromIncidentId, incidentId);
      await tellChanges(tx, groups);
      return { moved: groups.length };
    }
    const ids = move.alertIds.map(Number).filter((id) => Number.isSafeInteger(id));
    const groupId = await groupForIncident(tx, incidentId);
    const { moved, leftGroups } = await moveAlertsTo(tx, ids, groupId);
    await tellChanges(tx, [groupId, ...leftGroups]);
    return { moved };
  });
}
