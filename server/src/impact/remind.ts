import { getIncident, recordOnIncident } from '#incidents';
import { inTransaction, type Ctx } from '#platform';
import { impactLate } from './facts.ts';
import { lateKey, lateTask } from './jobs.ts';
import { loadRecord } from './store.ts';
import { decideMs } from './want-look.ts';

/** Told at most so often; then everybody who can do something knows. */
const timesMax = 3;

/** Nobody has confirmed, rejected or added anything in time: the log says so, and who leads is told; again, to more people, while it is so. */
export async function remindOfImpact(
  ctx: Ctx,
  { incidentId }: { readonly incidentId: string },
): Promise<void> {
  const incident = await getIncident(ctx, { id: incidentId });
  await inTransaction(ctx, async (tx) => {
    const record = await loadRecord(tx.db, incidentId, true);
    if (record === null || record.closed || incident.firsts.impact !== null || incident.mergedInto !== null)
      return;
    const { title, drill, roles, declaredAt } = incident;
    const minutes = Math.round((tx.now.getTime() - Date.parse(declaredAt)) / 60_000);
    const time = incident.impact.late + 1;
    await recordOnIncident(
      { ...tx.ctx, within: tx },
      { incidentId, command: { type: 'record-impact-late', minutes } },
    );
    const fieldMarshal = roles.find(({ role }) => role === 'field-marshal')?.person ?? null;
    tx.emit(impactLate, incidentId, { incidentId, title, drill, minutes, time, fieldMarshal });
    if (time >= timesMax) return;
    const dueAt = new Date(tx.now.getTime() + decideMs);
    tx.setTimer(lateTask, { key: lateKey(incidentId), payload: { incidentId }, dueAt });
  });
}
