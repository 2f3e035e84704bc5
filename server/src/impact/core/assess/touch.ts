import type { ImpactGraph } from '../graph/graph.ts';
import { at } from '../graph/rows.ts';
import { cost } from '../levels.ts';
import { Findings } from './findings.ts';
import type { Seed } from './seeds.ts';
import { spread, type Spread } from './spread.ts';

/** What seeds alone say of one environment. */
export interface Touch {
  readonly spread: Spread;
  readonly workflow: Findings;
}

/** Of each graph; of a large catalog one takes a tenth of a megabyte. */
const touchesMax = 100;
/** By products of the environment and seeds; what was asked for last is last. */
const touches = new WeakMap<ImpactGraph, Map<string, Touch>>();

/**
 * Worked out once for the same seeds among the same products: environments often have both in common, and so have looks one after the other,
 * incidents of one cause, and people who look at one product.
 */
export function touched(graph: ImpactGraph, deployed: Uint8Array, seeds: readonly Seed[]): Touch {
  const known = touches.get(graph) ?? new Map<string, Touch>();
  touches.set(graph, known);
  // Environments with the same products share one list of them.
  const key = JSON.stringify([
    graph.deployed.indexOf(deployed),
    ...seeds.map(({ product, level, state }) => [product, level, state]),
  ]);
  const touch = known.get(key) ?? touchOf(graph, deployed, seeds);
  known.delete(key);
  known.set(key, touch);
  const [oldest] = known.keys();
  if (known.size > touchesMax && oldest !== undefined) known.delete(oldest);
  return touch;
}

function touchOf(graph: ImpactGraph, deployed: Uint8Array, seeds: readonly Seed[]): Touch {
  const reach = spread(graph, deployed, seeds);
  const workflow = new Findings(graph.workflows.names.length);
  const { starts, targets } = graph.steps;
  for (const product of reach.reached) {
    const level = at(reach.level, product) + cost.step;
    const state = at(reach.state, product);
    const end = at(starts, product + 1);
    workflow.comesBy(product);
    for (let row = at(starts, product); row < end; row += 1) workflow.hit(targets[row] ?? 0, level, state);
  }
  return { spread: reach, workflow };
}
