import { inTransaction, type Ctx } from '#platform';
import { addCounts, claimFailed, dropWaiting } from '../store/span-store.ts';

/** How long a span waits for the report of its run. */
const waitMs = 5 * 60_000;
const batch = 5_000;

/** Keeps what waited beside a failure in its trace, and drops what waited and was claimed by no run. */
export async function sweepSpans(ctx: Ctx): Promise<void> {
  await inTransaction(ctx, async (tx) => {
    const claimed = await claimFailed(tx, waitMs);
    const dropped = await dropWaiting(tx, waitMs, batch);
    if (claimed + dropped > 0) await addCounts(tx, '', { claimed, dropped });
  });
}
