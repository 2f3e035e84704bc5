import { inTransaction, type Ctx } from '#platform';
import { batcherOf } from '../intake/intake.ts';
import { isAnyDue, resolveDue } from '../store/expiry-store.ts';
import { tellChanges } from './join-groups.ts';

/** Alerts in one transaction. */
const chunk = 2_000;

/** Resolves alerts whose end has passed without a repeat. Those that could not be repeated because we were away get one time-out more. */
export async function resolveExpired(ctx: Ctx): Promise<void> {
  if (!(await isAnyDue(ctx.env.databases.worker))) return;
  // What this process has heard of but not written yet must count.
  await batcherOf(ctx.env).flush();
  const graceMs = ctx.env.config.resolveTimeoutS * 1000;
  for (;;) {
    const looked = await inTransaction(ctx, async (tx) => {
      const due = await resolveDue(tx, { limit: chunk, graceMs });
      await tellChanges(tx, due.groups);
      if (due.resolved > 0) tx.changed('alerts');
      return due.looked;
    });
    if (looked < chunk) return;
  }
}
