import { inTransaction, type Ctx } from '#platform';
import { loseRuns } from '../store/slot-store.ts';
import { expireAsked, markNeverRun, markStale } from '../store/sweep-store.ts';
import { wakeRunners } from './wake.ts';

/** Frees what silent runners hold, gives up what nobody took, and says of what no run is known any more that there is no data. */
export async function sweepRuns(ctx: Ctx): Promise<void> {
  await inTransaction(ctx, async (tx) => {
    const lost = await loseRuns(tx);
    await expireAsked(tx);
    const stale = await markStale(tx);
    const never = await markNeverRun(tx);
    if (stale.count + never > 0)
      tx.changed('checks', stale.example === null ? undefined : `No data of ${stale.example}`);
    if (lost > 0) tx.afterCommit(() => wakeRunners(ctx.env.databases));
  });
}
