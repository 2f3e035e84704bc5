import { inTransaction, type Ctx } from '#platform';
import { draftTask, newsKey, redraftTask, renewKey } from '../jobs.ts';

interface Wanted {
  readonly incidentId: string;
  /** How long better news may take. */
  readonly graceMs?: number;
  /** Only something that was drafted before has changed: it waits for whatever is new. */
  readonly again?: boolean;
}

/**
 * Asks that the drafts of an incident are brought up to date soon: apart from whatever pages people, and once for all that comes together.
 * For reactions.
 */
export async function wantDrafts(
  ctx: Ctx,
  { incidentId, graceMs = 0, again = false }: Wanted,
): Promise<void> {
  await inTransaction(ctx, async (tx) => {
    const dueAt = new Date(tx.now.getTime() + graceMs);
    if (again) tx.setTimer(redraftTask, { key: renewKey(incidentId), payload: { incidentId }, dueAt });
    else tx.setTimer(draftTask, { key: newsKey(incidentId), payload: { incidentId }, dueAt });
  });
}
