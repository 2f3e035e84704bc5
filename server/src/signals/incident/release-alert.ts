import { inTransaction, type Ctx } from '#platform';
import { isLinked, releaseAlertFrom } from '../store/incident-group-store.ts';
import { tellChanges } from '../alerts/join-groups.ts';

/** An alert that was linked to an incident by hand belongs there no longer, nor anywhere else until somebody links it again. One that a rule brought stays. */
export async function releaseAlert(
  ctx: Ctx,
  { alertId, incidentId }: { readonly alertId: string; readonly incidentId: string },
): Promise<{ readonly released: boolean }> {
  return inTransaction(ctx, async (tx) => {
    const id = Number(alertId);
    // Linked again by now: what was told late changes nothing.
    if ((await isLinked(tx, alertId, incidentId)) === true) return { released: false };
    const left = Number.isSafeInteger(id) ? await releaseAlertFrom(tx, id, incidentId) : null;
    if (left === null) return { released: false };
    await tellChanges(tx, [left]);
    tx.changed('alerts');
    tx.changed(`incident:${incidentId}`);
    return { released: true };
  });
}
