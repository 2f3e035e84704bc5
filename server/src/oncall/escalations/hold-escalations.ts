import { serverKey } from '#delivery';
import { inTransaction, type Ctx } from '#platform';
import { applyStep } from './apply-step.ts';
import { escalate } from '../core/escalation/escalate.ts';
import { emptyWorld } from '../roster/roster.ts';
import { loadEscalation, lockPaging, openEscalations, saveState } from '../store.ts';

/**
 * Ends the paging of every open escalation, loudly: each incident's log says why, and that nobody is being paged until a person pages
 * somebody. Returns how many there were. Messages under way are not its business.
 */
export async function holdEscalations(ctx: Ctx, why: string): Promise<number> {
  const key = await serverKey(ctx.env);
  const open = await openEscalations(ctx.env.databases[ctx.pool]);
  for (const { id, incidentId } of open) {
    await inTransaction(ctx, async (tx) => {
      await lockPaging(tx, incidentId);
      const escalation = await loadEscalation(tx.db, id);
      if (!escalation) return;
      const step = escalate(escalation.state, { kind: 'held', why }, emptyWorld(tx.now));
      if (step.state === escalation.state) return;
      await saveState(tx, id, step.state);
      await applyStep(tx, { escalation, key, step, standing: 'known' });
    });
  }
  return open.length;
}
