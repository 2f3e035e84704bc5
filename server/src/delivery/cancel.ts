import { inTransaction, type Ctx, type Tx } from '#platform';
import { timerKey } from './jobs.ts';
import { markAllCancelled, markCancelled, markCancelledTo } from './store.ts';

/**
 * Drops everything about these subjects that has not left yet, with a note why. What is being sent at this moment is not sent again.
 * Returns how many were dropped.
 */
export async function cancelDeliveries(tx: Tx, regarding: readonly string[], why: string): Promise<number> {
  if (regarding.length === 0) return 0;
  const dropped = await markCancelled(tx, regarding, why);
  for (const id of dropped) tx.cancelTimer(timerKey(id));
  if (dropped.length > 0) tx.changed('deliveries');
  return dropped.length;
}

/**
 * Drops everything that has not been seen to leave, whatever it is about. For a database that shows an earlier moment: what was being
 * sent then was sent, or was not, long ago.
 */
export async function dropUnsent(ctx: Ctx, why: string): Promise<number> {
  return inTransaction(ctx, async (tx) => {
    const dropped = await markAllCancelled(tx, why);
    for (const id of dropped) tx.cancelTimer(timerKey(id));
    tx.changed('deliveries');
    return dropped.length;
  });
}

/** Drops what has not left of all that was for this person, and the codes that they asked for. */
export async function cancelMessagesTo(tx: Tx, person: string, why: string): Promise<void> {
  const dropped = await markCancelledTo(tx, person, why);
  for (const id of dropped) tx.cancelTimer(timerKey(id));
  if (dropped.length > 0) tx.changed('deliveries');
}
