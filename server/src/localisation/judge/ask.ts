import { inTransaction, type Ctx } from '#platform';
import { followIncident, loadStale, openIncidentCase } from '../store/case-store.ts';
import { keepUsual } from '../store/span-store.ts';
import { mark, type Subject } from './mark.ts';

/** Asks for verdicts to be looked at soon; for reactions. */
export async function lookAgain(ctx: Ctx, subjects: readonly Subject[]): Promise<void> {
  await inTransaction(ctx, async (tx) => {
    for (const subject of subjects) await mark(tx, subject);
  });
}

/** What is usual in an environment is looked at over this time before the trouble. */
const usualMs = 10 * 60_000;
const usualSpansMax = 4_000;

/** An incident was declared, or opened again. */
export async function lookForCause(
  ctx: Ctx,
  { incidentId, environment, at }: { incidentId: string; environment: string | null; at: string },
): Promise<void> {
  await inTransaction(ctx, async (tx) => {
    await openIncidentCase(tx, { incidentId, environment, since: new Date(at) });
    await followIncident(tx, incidentId);
    await mark(tx, { incidentId });
    if (environment === null) return;
    await keepUsual(tx, { environment, from: new Date(Date.parse(at) - usualMs), limit: usualSpansMax });
    await mark(tx, { environment });
  });
}

/** An incident is over: its verdict stays as it is. */
export async function closeCause(ctx: Ctx, { incidentId }: { incidentId: string }): Promise<void> {
  await inTransaction(ctx, async (tx) => followIncident(tx, incidentId));
}

/** A verdict is looked at again after this time though nothing was told: runs elsewhere pass, alerts age. */
const staleMs = 60_000;

/** Finds what no news led to: open cases that were not looked at for a while, and environments where checks fail without a case. */
export async function sweepCauses(ctx: Ctx): Promise<void> {
  const db = ctx.env.databases[ctx.pool];
  const { incidents, environments } = await loadStale(db, staleMs);
  await lookAgain(ctx, [
    ...environments.map((environment) => ({ environment })),
    ...incidents.map((incidentId) => ({ incidentId })),
  ]);
}
