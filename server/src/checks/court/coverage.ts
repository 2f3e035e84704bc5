import type { Coverage } from '@fieldmarshal/contract/checks';
import { readCatalog } from '#catalog';
import { permit } from '#identity';
import type { Ctx } from '#platform';
import { loadEpisodes, loadIncidents, type IncidentRow } from '../store/court/court-store.ts';
import { answerOf, loadAnswers } from '../store/court/hindsight-store.ts';
import { saw } from './saw.ts';
import { coveredEnvironments, coveredWorkflows, workflowNeeding, type CoveredWorkflow } from './workflows.ts';

const periodMs = 30 * 86_400_000;
const episodesMax = 20_000;
const unseenMax = 50;

/** Critical workflows that nothing watches, and incidents that no check saw. */
export async function readCoverage(ctx: Ctx): Promise<Coverage> {
  permit(ctx, 'check.read');
  const catalog = await readCatalog(ctx.env);
  const db = ctx.env.databases[ctx.pool];
  const now = ctx.env.clock.now().getTime();
  const since = new Date(now - periodMs);
  const [episodes, incidents] = await Promise.all([
    loadEpisodes(db, { check: null, since, limit: episodesMax }),
    loadIncidents(db, since),
  ]);
  const all = coveredWorkflows(catalog);
  const workflows = all.filter(({ missing }) => missing.length > 0);
  const unseen = incidents.filter(
    (incident) => !episodes.some((row) => saw({ catalog, now }, row, incident)),
  );
  const answers = await loadAnswers(
    db,
    unseen.map(({ id }) => id),
  );
  const told = unseen.map((incident) => ({
    ...unseenOf(incident, all),
    answer: answerOf(answers.get(incident.id)),
  }));
  return {
    workflows,
    covered: all.length - workflows.length,
    environments: coveredEnvironments(catalog, all),
    unseen: told
      .toSorted((a, b) => Number(a.answer !== null) - Number(b.answer !== null))
      .slice(0, unseenMax),
    incidents: incidents.length,
  };
}

function unseenOf(
  incident: IncidentRow,
  all: readonly CoveredWorkflow[],
): Omit<Coverage['unseen'][number], 'answer'> {
  return {
    incident: incident.id,
    title: incident.title,
    product: incident.product,
    environment: incident.environment,
    declaredAt: incident.declared_at.toISOString(),
    byPerson: incident.by_person,
    workflow: workflowNeeding(all, incident.product)?.workflow ?? null,
  };
}
