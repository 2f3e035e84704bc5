import type { Cell } from '@fieldmarshal/contract/checks';
import type { Incident } from '@fieldmarshal/contract/incidents';
import type { Catalog } from '#catalog';
import { readCells } from '#checks';
import { listAlerts } from '#signals';
import type { Ctx } from '#platform';
import { reachOf } from './core/assess/reach.ts';
import type { Facts } from './core/facts.ts';
import type { ImpactGraph } from './core/graph/graph.ts';
import { checkFact, suspicionsOf } from './core/suspicions.ts';

const alertsMax = 500;

/** Everything that is known about an incident at this moment. */
export interface Known {
  readonly facts: Facts;
  /** When each environment was last heard of; milliseconds since 1970. */
  readonly heard: ReadonlyMap<string, number>;
}

/** Reads alerts and checks that concern an incident. Call it outside a transaction: it takes connections of its own. */
export async function lookAt(
  ctx: Ctx,
  {
    incident,
    catalog,
    graph,
  }: { readonly incident: Incident; readonly catalog: Catalog; readonly graph: ImpactGraph },
): Promise<Known> {
  const alerts = await listAlerts(ctx, { state: 'open', incident: incident.id, limit: alertsMax });
  const { suspicions, places } = suspicionsOf(incident, alerts.items);
  const failing = (await readCells(ctx, null)).filter((cell) => cell.incidentId === incident.id);
  const suspects = [
    ...suspicions.map(({ product }) => product),
    ...failing.flatMap(({ products: [first] }) => first ?? []),
  ];
  const names = checksAbout(catalog, graph, suspects);
  const cells = [...(await readCells(ctx, names)), ...failing.filter(({ check }) => !names.includes(check))];
  const checks = cells.map((cell) => checkFact(cell, incident.id, textsOf(catalog, cell.check)));
  return { facts: { suspicions, places, checks }, heard: heardOf(cells) };
}

/** The checks of whatever these products can reach anywhere. */
function checksAbout(catalog: Catalog, graph: ImpactGraph, suspects: readonly string[]): string[] {
  const { products, workflows } = reachOf(graph, suspects);
  return catalog
    .list('Check')
    .filter(
      ({ spec }) => workflows.has(spec.workflow ?? '') || spec.products.some((name) => products.has(name)),
    )
    .map(({ name }) => name);
}

function textsOf(catalog: Catalog, check: string) {
  const spec = catalog.get('Check', check)?.spec;
  return { title: spec?.displayName ?? check, workflow: spec?.workflow ?? null };
}

function heardOf(cells: readonly Cell[]): Map<string, number> {
  const heard = new Map<string, number>();
  for (const { environment, lastRunAt } of cells) {
    if (lastRunAt === null) continue;
    heard.set(environment, Math.max(heard.get(environment) ?? 0, Date.parse(lastRunAt)));
  }
  return heard;
}
