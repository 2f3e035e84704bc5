import { inTransaction, type Ctx } from '#platform';
import { addCounts, dropWaiting } from '../store/span-store.ts';

/** How long a span waits for the report of its run. */
const waitMs = 5 * 60_000;
const batch = 5_000;

/** Drops what waited and was claimed by no run. */
export async function sweepSpans(ctx: Ctx): Promise<void> {
  await inTransaction(ctx, async (tx) => {
    const dropped = await dropWaiting(tx, waitMs, batch);
    if (dropped > 0) await addCounts(tx, '', { dropped });
  });
}
