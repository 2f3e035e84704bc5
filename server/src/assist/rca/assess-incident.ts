import { isClosed, type Incident } from '@fieldmarshal/contract/incidents';
import { getIncident, listEvents } from '#incidents';
import { inTransaction, type Ctx } from '#platform';
import { alertSigns } from '#signals';
import { assessRca, decideFlag } from './core/assess.ts';
import { caseFromLog } from './core/from-log.ts';
import { questionsOf } from './core/questions.ts';
import { assessTask } from './task.ts';
import { loadJudged, loadPast, loadWeek, storeFlag } from './store/flag-store.ts';
import { loadModel } from './store/model-store.ts';

const dayMs = 86_400_000;
const eventsMax = 1_000;

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
  const [{ items: events }, signs] = await Promise.all([
    listEvents(ctx, { id: incident.id, order: 'oldest', limit: eventsMax }),
    alertSigns(ctx, { environment: null, incidentId: incident.id }),
  ]);
  return caseFromLog({
    ...{ incident, events },
    alertStarts: signs.map(({ startsAt }) => startsAt.toISOString()),
    alertProducts: signs.map(({ product }) => product),
  });
}
