import type { ImpactGraph } from '../graph/graph.ts';
import { at } from '../graph/rows.ts';
import { cost, levelOf, none, probabilityOf } from '../levels.ts';
import type { Findings } from './findings.ts';
import { finding } from './findings.ts';
import type { Seed } from './seeds.ts';
import { spread } from './spread.ts';

/**
 * Of the products that a verdict suspects one is the cause, so what several of them reach is hit whichever it is: there the probabilities
 * of ways add up. Never makes anything less sure, nor reaches anything that none of them does.
 */
export function addUp(
  graph: ImpactGraph,
  { deployed, alternatives }: { readonly deployed: Uint8Array; readonly alternatives: readonly Seed[] },
  workflow: Findings,
): void {
  if (alternatives.length < 2) return;
  const sums = new Map<number, number>();
  for (const seed of alternatives)
    for (const [number, level] of surestWays(graph, deployed, seed))
      sums.set(number, (sums.get(number) ?? 0) + probabilityOf(level));
  for (const [number, sum] of sums)
    if (workflow.found[number] === finding.hit)
      workflow.level[number] = Math.min(at(workflow.level, number), levelOf(sum));
}

/** The level of each workflow that needs what fails with this product, by number. */
function surestWays(graph: ImpactGraph, deployed: Uint8Array, seed: Seed): Map<number, number> {
  const ways = new Map<number, number>();
  const { reached, level } = spread(graph, deployed, [seed]);
  const { starts, targets } = graph.steps;
  for (const product of reached)
    for (let row = at(starts, product); row < at(starts, product + 1); row += 1) {
      const workflow = at(targets, row);
      ways.set(workflow, Math.min(ways.get(workflow) ?? none, at(level, product) + cost.step));
    }
  return ways;
}
