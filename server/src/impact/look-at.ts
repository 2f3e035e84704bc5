import type { Cell } from '@fieldmarshal/contract/checks';
import type { Cause } from '@fieldmarshal/contract/localisation';
import type { Incident } from '@fieldmarshal/contract/incidents';
import type { Catalog } from '#catalog';
import { cellKey, readCells, recentVerdicts, slowPasses } from '#checks';
import { readVerdict } from '#localisation';
import { listAlerts } from '#signals';
import type { Ctx } from '#platform';
import { reachOf } from './core/assess/reach.ts';
import type { Facts } from './core/facts.ts';
import type { ImpactGraph } from './core/graph/graph.ts';
import { checkFact, isElsewhere, placeOfFirst, wrongAnswers } from './core/check-facts.ts';
import { tooFewPasses } from './core/now-and-then.ts';
import { degradedPlaces, suspicionsOf, unexplained, type Verdict } from './core/suspicions.ts';

const alertsMax = 500;
const suspectFrom = 0.1;

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
  const verdict = verdictOf(await readVerdict(ctx, incident.id));
  const { suspicions: all, places } = suspicionsOf(incident, alerts.items, verdict);
  const { products: dependents } = reachOf(graph, verdict?.suspects.map(({ product }) => product) ?? []);
  const suspicions = unexplained(all, verdict, dependents);
  const failing = (await readCells(ctx, null)).filter((cell) => cell.incidentId === incident.id);
  const suspects = [
    ...suspicions.map(({ product }) => product),
    ...failing.flatMap(({ products: [first] }) => first ?? []),
  ];
  const names = checksAbout(catalog, graph, suspects);
  const cells = [...(await readCells(ctx, names)), ...failing.filter(({ check }) => !names.includes(check))];
  const inDoubt = await passesInDoubt(ctx, {
    ...{ cells, suspicions: all, degraded: degradedPlaces(alerts.items) },
  });
  const wrong = wrongAnswers(cells);
  const checks = cells.map((cell) =>
    checkFact(
      {
        ...cell,
        isInDoubt: inDoubt.has(cellKey(cell)),
        isWrong: wrong.has(placeOfFirst(cell)),
        isElsewhere: isElsewhere(cell, { suspicions, places }, failing),
      },
      { id: incident.id, verdict },
      textsOf(catalog, cell.check),
    ),
  );
  return { facts: { suspicions, places, checks }, heard: heardOf(cells) };
}

/** Passing cells that do not show that all is well: what is wrong is slow, or does not fail every time. */
async function passesInDoubt(
  ctx: Ctx,
  {
    cells,
    suspicions,
    degraded,
  }: {
    readonly cells: readonly Cell[];
    readonly suspicions: Facts['suspicions'];
    readonly degraded: ReadonlySet<string>;
  },
): Promise<ReadonlySet<string>> {
  if (suspicions.length === 0) return new Set();
  const checks = [...new Set(cells.map(({ check }) => check))];
  const slow = suspicions.filter(({ state }) => state === 'slow');
  const [slowly, verdicts] = await Promise.all([
    slow.length === 0 ? new Set<string>() : slowPasses(ctx, { checks, since: beginningOf(slow) }),
    recentVerdicts(ctx, { checks, since: beginningOf(suspicions) }),
  ]);
  const ran = cells.map((cell) => {
    const key = cellKey(cell);
    return { key, environment: cell.environment, passed: verdicts.get(key) ?? [] };
  });
  return new Set([...slowly, ...tooFewPasses(ran, degraded)]);
}

/** What was before shows what is usual. */
function beginningOf(suspicions: Facts['suspicions']): Date {
  return new Date(Math.min(...suspicions.map(({ since }) => since)));
}

/** What localisation says, as far as products go; a suspect under one in ten is not worth a walk. */
function verdictOf(cause: Cause | null): Verdict | null {
  if (cause === null || cause.verdict === null) return null;
  const { verdict, environment, since, judgedAt } = cause;
  const nobodys = verdict.suspects
    .filter(({ kind }) => kind === 'test' || kind === 'environment')
    .reduce((sum, { probability }) => sum + probability, 0);
  const suspects = verdict.suspects
    .filter(({ kind, probability }) => kind === 'product' && probability >= suspectFrom)
    .map(({ name, displayName, probability, evidence }) => {
      const why = evidence.find(({ nats }) => nats > 0)?.sentence ?? '';
      return { product: name, title: displayName, probability, why };
    });
  return { suspects, nobodys, clear: verdict.clear, environment, since, at: judgedAt };
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
