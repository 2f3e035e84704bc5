import { probabilityOf, levelOf } from '../levels.ts';
import { at } from '../graph/rows.ts';
import { finding, type Findings } from './findings.ts';
import type { Seed } from './seeds.ts';
import { touched } from './touch.ts';
import type { ImpactGraph } from '../graph/graph.ts';

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
  const ways = alternatives.map((seed) => touched(graph, deployed, [seed]).workflow);
  for (const number of workflow.touched()) {
    if (workflow.found[number] !== finding.hit) continue;
    let sum = 0;
    for (const { level } of ways) sum += probabilityOf(at(level, number));
    if (sum > 0) workflow.level[number] = Math.min(at(workflow.level, number), levelOf(sum));
  }
}
