import { isClosed, type Incident } from '@fieldmarshal/contract/incidents';
import { getIncident } from '#incidents';
import { inTransaction, type Ctx } from '#platform';
import { alertSigns } from '#signals';
import { readIncident } from '../read-incident.ts';
import { findSimilar } from '../similar/find-similar.ts';
import { assessRca, decideFlag } from './core/assess.ts';
import { caseFromLog } from './core/from-log.ts';
import { questionsOf } from './core/questions.ts';
import { assessTask } from './task.ts';
import { loadJudged, loadPast, loadWeek, storeFlag } from './store/flag-store.ts';
import { loadModel } from './store/model-store.ts';

const dayMs = 86_400_000;
/** With fewer incidents on record nothing is new, or everything is. */
const recordMin = 10;

/**
 * Judges an incident that is over: at resolution, and again a day later, when the review has said more. One that was opened again meanwhile, was
 * merged, or was a drill is left alone. The first look sets the timer of the second in its own transaction.
 */
export async function assessIncident(
  ctx: Ctx,
  { incidentId, look }: { readonly incidentId: string; readonly look: number },
): Promise<void> {
  const incident = await getIncident(ctx, { id: incidentId });
  const counts = isClosed(incident) && incident.mergedInto === null && !incident.drill;
  const one = counts ? await caseOf(ctx, incident) : null;
  await inTransaction(ctx, async (tx) => {
    if (one === null) return;
    const until = one.resolvedAt.value;
    const past = await loadPast(tx.db, { id: incidentId, before: until });
    const { model } = await loadModel(tx.db, await loadJudged(tx.db));
    const found = assessRca(one, past, model);
    const decision = decideFlag(found, await loadWeek(tx.db, { id: incidentId, until }));
    await storeFlag(tx, {
      ...{ one, title: incident.title, severity: incident.severity, look, found, decision },
      questions: questionsOf(found.rules, found.reasons),
    });
    if (look === 1)
      tx.setTimer(assessTask, {
        key: `rca:${incidentId}`,
        payload: { incidentId, look: 2 },
        dueAt: new Date(tx.now.getTime() + dayMs),
      });
    tx.changed(`rca:${incidentId}`);
    tx.changed('rca');
  });
}

async function caseOf(ctx: Ctx, incident: Incident) {
  const [{ events }, signs, similar] = await Promise.all([
    readIncident(ctx, incident.id),
    alertSigns(ctx, { environment: null, incidentId: incident.id }),
    findSimilar(ctx, { id: incident.id }),
  ]);
  return caseFromLog({
    ...{ incident, events },
    isNew: similar.searched < recordMin ? null : similar.items.length === 0,
    alertStarts: signs.map(({ startsAt }) => startsAt.toISOString()),
    alertProducts: signs.map(({ product }) => product),
  });
}
