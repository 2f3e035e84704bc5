import { inTransaction, type Ctx } from '#platform';
import { newsKey, redraftTask } from '../jobs.ts';

/**
 * Asks that the drafts of an incident are brought up to date soon: apart from whatever pages people, and once for all that comes together.
 * `graceMs`: how long better news may take. For reactions.
 */
export async function wantDrafts(
  ctx: Ctx,
  { incidentId, graceMs = 0 }: { readonly incidentId: string; readonly graceMs?: number },
): Promise<void> {
  await inTransaction(ctx, async (tx) =>
    tx.setTimer(redraftTask, {
      key: newsKey(incidentId),
      payload: { incidentId },
      dueAt: new Date(tx.now.getTime() + graceMs),
    }),
  );
}
