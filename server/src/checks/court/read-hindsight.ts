import type { Hindsight } from '@fieldmarshal/contract/checks';
import { readCatalog, type Catalog } from '#catalog';
import { permit } from '#identity';
import { notFound, type Ctx } from '#platform';
import { beforeMs } from './core/court.ts';
import { loadEpisodes, type EpisodeRow, type IncidentRow } from '../store/court/court-store.ts';
import { answerOf, loadAnswers, loadIncident } from '../store/court/hindsight-store.ts';
import { concerns } from './read-court.ts';
import { saw } from './saw.ts';
import { coveredWorkflows, workflowNeeding } from './workflows.ts';

/** What was failing for longer than this before an incident is not looked for. */
const periodMs = 30 * 86_400_000;
const episodesMax = 2_000;
const shownMax = 20;

/** Whether a check saw an incident, and if none did, what a test could start from and what people said. Throws not-found for none. */
export async function readHindsight(ctx: Ctx, { id }: { readonly id: string }): Promise<Hindsight> {
  permit(ctx, 'check.read');
  const db = ctx.env.databases[ctx.pool];
  const [catalog, incident, answers] = await Promise.all([
    readCatalog(ctx.env),
    loadIncident(db, id),
    loadAnswers(db, [id]),
  ]);
  if (incident === null) throw notFound(`The incident ${id}`);
  const now = ctx.env.clock.now();
  const declaredAt = incident.declared_at.getTime();
  const episodes = await loadEpisodes(db, {
    check: null,
    since: new Date(declaredAt - periodMs),
    span: { from: new Date(declaredAt - beforeMs), to: incident.resolved_at ?? now },
    limit: episodesMax,
  });
  const seen = episodes.filter((row) => saw({ catalog, now: now.getTime() }, row, incident));
  const workflow = workflowNeeding(coveredWorkflows(catalog), incident.product);
  return {
    incident: id,
    seenBy: firstOfEach(seen).map((row) => sightingOf(catalog, row, incident)),
    watching: watching(catalog, incident),
    workflow: workflow && { name: workflow.workflow, displayName: workflow.displayName },
    answer: answerOf(answers.get(id)),
  };
}

/** The first time of each check in each environment, the earliest first. */
function firstOfEach(rows: readonly EpisodeRow[]): EpisodeRow[] {
  const early = rows.toSorted((a, b) => a.started_at.getTime() - b.started_at.getTime());
  const first = new Map<string, EpisodeRow>();
  for (const row of early) {
    const key = `${row.check_name}\n${row.environment}`;
    if (!first.has(key)) first.set(key, row);
  }
  return [...first.values()].slice(0, shownMax);
}

function sightingOf(
  catalog: Catalog,
  { check_name: check, environment, run_id: run, started_at: at }: EpisodeRow,
  { declared_at: declaredAt }: IncidentRow,
): Hindsight['seenBy'][number] {
  const displayName = catalog.get('Check', check)?.spec.displayName ?? check;
  return { check, displayName, environment, run, startedAt: at.toISOString(), isBefore: at <= declaredAt };
}

function watching(catalog: Catalog, incident: IncidentRow): Hindsight['watching'] {
  return catalog
    .list('Check')
    .filter(({ spec }) => concerns(spec, incident))
    .slice(0, shownMax)
    .map(({ name, spec }) => ({ check: name, displayName: spec.displayName ?? name }));
}
