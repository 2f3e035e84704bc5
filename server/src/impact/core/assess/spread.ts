import { edge, type ImpactGraph } from '../graph/graph.ts';
import { at } from '../graph/rows.ts';
import { cost, degraded, levelMax, none } from '../levels.ts';
import type { Seed } from './seeds.ts';

/** How far a failure reaches among the products of one environment, by product number. */
export interface Spread {
  readonly level: Uint8Array;
  readonly state: Uint8Array;
  /** The product it comes by; −1 at a seed and where nothing reaches. */
  readonly from: Int32Array;
  /** The seed it comes from; −1 where nothing reaches. */
  readonly seed: Int32Array;
  /** What was reached, the surest first. */
  readonly reached: readonly number[];
}

/**
 * Walks from the seeds along whatever needs them: the surest way to each product, found in buckets by level, and of equals the worst state.
 * Never leaves the products of the environment. Linear in edges walked.
 */
export function spread(graph: ImpactGraph, deployed: Uint8Array, seeds: readonly Seed[]): Spread {
  const walk = startWalk(graph.products.names.length);
  for (const [index, { product, level, state }] of seeds.entries())
    if (deployed[product] === 1) offer(walk, { product, level, state, from: -1, seed: index });
  for (const bucket of walk.buckets) {
    // Later entries of this bucket can only come at a price, so they go into later ones.
    bucket.sort((a, b) => at(walk.state, a) - at(walk.state, b));
    for (const product of bucket) settle(walk, product, { graph, deployed });
  }
  return walk;
}

interface Walk extends Spread {
  readonly buckets: number[][];
  readonly settled: Uint8Array;
  readonly reached: number[];
}

function startWalk(products: number): Walk {
  return {
    level: new Uint8Array(products).fill(none),
    state: new Uint8Array(products),
    from: new Int32Array(products).fill(-1),
    seed: new Int32Array(products).fill(-1),
    settled: new Uint8Array(products),
    buckets: Array.from({ length: levelMax + 1 }, () => []),
    reached: [],
  };
}

interface Offer {
  readonly product: number;
  readonly level: number;
  readonly state: number;
  readonly from: number;
  readonly seed: number;
}

function offer(walk: Walk, { product, level, state, from, seed }: Offer): void {
  const known = at(walk.level, product);
  if (level > levelMax || level > known) return;
  if (level === known && state >= at(walk.state, product)) return;
  walk.level[product] = level;
  walk.state[product] = state;
  walk.from[product] = from;
  walk.seed[product] = seed;
  if (level < known) walk.buckets[level]?.push(product);
}

function settle(
  walk: Walk,
  product: number,
  { graph, deployed }: { graph: ImpactGraph; deployed: Uint8Array },
): void {
  if (walk.settled[product] === 1) return;
  walk.settled[product] = 1;
  walk.reached.push(product);
  const { starts, targets, marks } = graph.dependents;
  const level = at(walk.level, product);
  const state = at(walk.state, product);
  const seed = at(walk.seed, product);
  for (let row = at(starts, product); row < at(starts, product + 1); row += 1) {
    const target = at(targets, row);
    if (deployed[target] !== 1 || walk.settled[target] === 1) continue;
    const isHard = marks[row] === edge.hard;
    offer(walk, {
      product: target,
      level: level + (isHard ? cost.hard : cost.soft),
      state: isHard ? state : Math.max(state, degraded),
      from: product,
      seed,
    });
  }
}
