import type { DeliveryAttempt } from '#delivery';
import { inTransaction, type Ctx } from '#platform';
import { noteOutcome } from './recipient-store.ts';

/** Takes in what became of a message to one recipient. What is about something else is none of this. For reactions. */
export async function takeDelivery(ctx: Ctx, attempt: DeliveryAttempt): Promise<void> {
  if (!attempt.regarding.startsWith('communication:')) return;
  await inTransaction(ctx, async (tx) => {
    const state = attempt.outcome === 'failed' && !attempt.settled ? 'retrying' : attempt.outcome;
    const known = await noteOutcome(tx, { key: attempt.key, state, detail: attempt.detail });
    if (known !== null) tx.changed('communications');
  });
}
