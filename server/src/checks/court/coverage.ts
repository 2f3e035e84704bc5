import type { Coverage } from '@fieldmarshal/contract/checks';
import { readCatalog, type Catalog } from '#catalog';
import { permit } from '#identity';
import type { Ctx } from '#platform';
import { sees } from './core/court.ts';
import { loadEpisodes, loadIncidents, type IncidentRow } from '../store/court-store.ts';
import { judgedOf } from './episodes.ts';
import { concerns, spanOf } from './read-court.ts';

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
  const all = catalog.list('Workflow').map(({ name }) => coverageOf(catalog, name));
  const workflows = all.filter(({ missing }) => missing.length > 0);
  const unseen = incidents.filter(
    (incident) =>
      !episodes.some((row) => {
        const spec = catalog.get('Check', row.check_name)?.spec;
        return spec !== undefined && concerns(spec, incident) && sees(judgedOf(row), spanOf(incident), now);
      }),
  );
  return {
    workflows: workflows.toSorted(
      (a, b) => a.criticality - b.criticality || (a.displayName < b.displayName ? -1 : 1),
    ),
    covered: all.length - workflows.length,
    unseen: unseen.slice(0, unseenMax).map((incident) => unseenOf(incident, workflows, all)),
    incidents: incidents.length,
  };
}

type Covered = Coverage['workflows'][number];

/** A workflow is watched where an end-to-end test or monitor that names it runs and is not paused. */
function coverageOf(catalog: Catalog, name: string): Covered {
  const workflow = catalog.get('Workflow', name)?.spec;
  const products = [...new Set(workflow?.steps.flatMap((step) => step.products) ?? [])];
  const checks = catalog.list('Check').filter(({ spec }) => spec.workflow === name);
  const watched = new Set(
    checks.flatMap(({ spec }) =>
      spec.environments.flatMap((entry) => (entry.paused ? [] : entry.environment)),
    ),
  );
  const where = catalog.list('Environment').filter(({ spec }) => runs(spec.products, products));
  return {
    workflow: name,
    displayName: workflow?.displayName ?? name,
    application: workflow?.application ?? '',
    criticality: workflow?.criticality ?? 4,
    products,
    checks: checks.length,
    missing: where.map((environment) => environment.name).filter((environment) => !watched.has(environment)),
  };
}

function runs(deployed: readonly { readonly product: string }[], products: readonly string[]): boolean {
  return (
    products.length > 0 && products.every((product) => deployed.some((each) => each.product === product))
  );
}

function unseenOf(
  incident: IncidentRow,
  bare: readonly Covered[],
  all: readonly Covered[],
): Coverage['unseen'][number] {
  const needs = ({ products }: Covered): boolean =>
    incident.product !== null && products.includes(incident.product);
  const candidates = [...bare.filter(needs), ...all.filter(needs)];
  const [first] = candidates.toSorted((a, b) => a.criticality - b.criticality);
  return {
    incident: incident.id,
    title: incident.title,
    product: incident.product,
    environment: incident.environment,
    declaredAt: incident.declared_at.toISOString(),
    byPerson: incident.by_person,
    workflow: first?.workflow ?? null,
  };
}
