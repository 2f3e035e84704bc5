import { inTransaction, notFound, type Ctx } from '#platform';
import { closeIncidentGroups, linkGroupTo, reopenIncidentGroups } from '../store/incident-group-store.ts';
import { readRouting } from '../routing.ts';
import { tellChanges } from '../alerts/join-groups.ts';
import { inFreshTransaction } from '../alerts/stale-read.ts';
import { regroupFiring, stillFiringTask } from './still-firing.ts';

/** Says which incident a group belongs to, so that what joins it is counted there. Linking again to the same one changes nothing. */
export async function linkGroup(
  ctx: Ctx,
  { groupId, incidentId }: { readonly groupId: string; readonly incidentId: string },
): Promise<void> {
  await inTransaction(ctx, async (tx) => {
    const id = Number(groupId);
    if (!Number.isSafeInteger(id) || !(await linkGroupTo(tx, id, incidentId)))
      throw notFound(`Alert group ${groupId}`);
    await tellChanges(tx, [id]);
    tx.changed('alerts');
    tx.changed(`incident:${incidentId}`);
  });
}

/**
 * The incident has ended: the next alert of its groups opens a new group, and with it a new incident. So does at once what came between the end
 * and this, and after a while what still fires.
 */
export async function closeGroups(ctx: Ctx, { incidentId }: { readonly incidentId: string }): Promise<void> {
  const routing = await readRouting(ctx.env);
  const waitMs = ctx.env.config.stillFiringS * 1_000;
  await inFreshTransaction(ctx, async (tx) => {
    tx.changed('alerts');
    if (!(await closeIncidentGroups(tx, incidentId))) return;
    await regroupFiring(tx, { incidentId, which: 'came-later', routing });
    tx.setTimer(stillFiringTask, {
      key: `signals.still-firing:${incidentId}`,
      payload: { incidentId },
      dueAt: new Date(tx.now.getTime() + waitMs),
    });
  });
}

/**
 * The incident goes on: its groups take new alerts again, unless a newer group has taken their place. Not where it has ended once more by
 * now: alerts that join an incident that is over page nobody.
 */
export async function reopenGroups(ctx: Ctx, { incidentId }: { readonly incidentId: string }): Promise<void> {
  await inTransaction(ctx, async (tx) => {
    await reopenIncidentGroups(tx, incidentId);
    tx.changed('alerts');
  });
}
