import { freshIntervals, type CheckFact } from '../facts.ts';
import type { ImpactGraph } from '../graph/graph.ts';
import { codeOf, degraded } from '../levels.ts';

/** What the checks of one workflow say in one environment. */
export interface Mark {
  /** Failing or degraded; empty where none is. */
  readonly failing: readonly CheckFact[];
  readonly passing: readonly CheckFact[];
}

/** What checks say in one environment. */
export interface Marks {
  readonly workflows: ReadonlyMap<number, Mark>;
  /** Passing checks that belong to no workflow, by the products they look at. */
  readonly products: ReadonlyMap<number, readonly CheckFact[]>;
}

const noMarks: Marks = { workflows: new Map(), products: new Map() };

/** The marks of every environment with a check that says anything, by number. */
export function marksOf(checks: readonly CheckFact[], graph: ImpactGraph): Map<number, Marks> {
  const byPlace = new Map<number, Gathering>();
  for (const check of checks) {
    const environment = graph.environments.numbers.get(check.environment);
    if (environment === undefined || check.verdict === 'silent') continue;
    const place = byPlace.get(environment) ?? { workflows: new Map(), products: new Map() };
    byPlace.set(environment, place);
    gather(place, check, graph);
  }
  return byPlace;
}

export function marksAt(marks: ReadonlyMap<number, Marks>, environment: number): Marks {
  return marks.get(environment) ?? noMarks;
}

interface Gathering extends Marks {
  readonly workflows: Map<number, { failing: CheckFact[]; passing: CheckFact[] }>;
  readonly products: Map<number, CheckFact[]>;
}

function gather({ workflows, products }: Gathering, check: CheckFact, graph: ImpactGraph): void {
  const workflow = graph.workflows.numbers.get(check.workflow ?? '');
  if (workflow !== undefined) {
    const mark = workflows.get(workflow) ?? { failing: [], passing: [] };
    workflows.set(workflow, mark);
    (check.verdict === 'passing' ? mark.passing : mark.failing).push(check);
    return;
  }
  if (check.verdict !== 'passing') return;
  for (const name of check.products) {
    const product = graph.products.numbers.get(name);
    if (product !== undefined) products.set(product, [...(products.get(product) ?? []), check]);
  }
}

/** Until when a pass is worth something. */
export function freshUntil({ passedAt, everyMs }: CheckFact): number {
  return (passedAt ?? -Infinity) + freshIntervals * everyMs;
}

/** Passes that count: recent, and newer than everything that speaks against them. */
export function counting(
  checks: readonly CheckFact[],
  { now, after }: { readonly now: number; readonly after: number },
): CheckFact[] {
  return checks.filter((check) => (check.passedAt ?? -Infinity) >= after && freshUntil(check) > now);
}

/** How a workflow is hit by its own checks: where one of them still passes, only a part of it fails. */
export function observedState({ failing, passing }: Mark, now: number): number {
  const worst = Math.min(...failing.map(({ state }) => codeOf(state)));
  const isPartial =
    passing.some((check) => freshUntil(check) > now) ||
    failing.every(({ verdict }) => verdict === 'degraded');
  return isPartial ? Math.max(worst, degraded) : worst;
}
