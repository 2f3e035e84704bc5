import { isClosed } from '@fieldmarshal/contract/incidents';
import { getIncident, returnDelegation } from '#incidents';
import { handle, inTransaction, type Ctx, type Handler } from '#platform';
import { dueTask } from './task.ts';

/** The time to take it over is up: it returns by itself, unless somebody was faster or it is over. */
async function expireDelegation(ctx: Ctx, { incidentId }: { readonly incidentId: string }): Promise<void> {
  await inTransaction(ctx, async (tx) => {
    const within = { ...ctx, within: tx };
    const incident = await getIncident(within, { id: incidentId });
    if (isClosed(incident) || incident.mergedInto !== null) return;
    await returnDelegation(within, { id: incidentId, how: 'late', reason: '' });
  });
}

export const delegationHandlers: readonly Handler[] = [handle(dueTask, expireDelegation)];
