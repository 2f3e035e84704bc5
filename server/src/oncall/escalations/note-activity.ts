import { inTransaction, type Ctx } from '#platform';
import { escalate, nextAt } from '../core/escalation/escalate.ts';
import { setStepTimer } from '../jobs.ts';
import { emptyWorld } from '../roster/roster.ts';
import { escalationsOf, lockPaging, saveState } from '../store.ts';

/** A person did something on an incident: it has not stalled. */
export async function noteActivity(ctx: Ctx, { incidentId }: { incidentId: string }): Promise<void> {
  await inTransaction(ctx, async (tx) => {
    await lockPaging(tx, incidentId);
    const world = emptyWorld(tx.now);
    for (const { id, state } of await escalationsOf(tx.db, incidentId)) {
      const next = escalate(state, { kind: 'activity' }, world).state;
      if (next === state) continue;
      await saveState(tx, id, next);
      setStepTimer(tx, { escalationId: id, incidentId }, nextAt(next));
    }
  });
}
