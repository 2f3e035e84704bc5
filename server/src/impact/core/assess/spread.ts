import { edge, type ImpactGraph } from '../graph/graph.ts';
import { at } from '../graph/rows.ts';
import { cost, degraded, levelMax, none, states } from '../levels.ts';
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
  const walk = new Walk(graph.products.names.length);
  for (const [index, { product, level, state }] of seeds.entries()) {
    walk.comesBy(-1, index);
    if (deployed[product] === 1) walk.offer(product, level, state);
  }
  // Whatever a bucket adds comes at a price, and so into a later one.
  for (const bucket of walk.buckets)
    for (const product of bucket) if (walk.settles(product)) follow(walk, product, { graph, deployed });
  const { level, state, from, seed, reached } = walk;
  return { level, state, from, seed, reached };
}

/** No objects are made on the way: there may be a hundred thousand edges. */
class Walk {
  readonly level: Uint8Array;
  readonly state: Uint8Array;
  readonly from: Int32Array;
  readonly seed: Int32Array;
  readonly reached: number[] = [];
  /** By level, then by state. */
  readonly buckets: readonly number[][] = Array.from({ length: (levelMax + 1) * states }, () => []);
  readonly settled: Uint8Array;
  #from = -1;
  #seed = -1;

  constructor(products: number) {
    this.level = new Uint8Array(products).fill(none);
    this.state = new Uint8Array(products);
    this.from = new Int32Array(products).fill(-1);
    this.seed = new Int32Array(products).fill(-1);
    this.settled = new Uint8Array(products);
  }

  /** Where the offers that follow come from. */
  comesBy(product: number, seed: number): void {
    this.#from = product;
    this.#seed = seed;
  }

  offer(product: number, level: number, state: number): void {
    const known = at(this.level, product);
    if (level > levelMax || level > known) return;
    if (level === known && state >= at(this.state, product)) return;
    this.level[product] = level;
    this.state[product] = state;
    this.from[product] = this.#from;
    this.seed[product] = this.#seed;
    this.buckets[level * states + state]?.push(product);
  }

  /** Whether it is reached now, and was not before. */
  settles(product: number): boolean {
    if (this.settled[product] === 1) return false;
    this.settled[product] = 1;
    this.reached.push(product);
    return true;
  }
}

function follow(
  walk: Walk,
  product: number,
  { graph, deployed }: { readonly graph: ImpactGraph; readonly deployed: Uint8Array },
): void {
  const { starts, targets, marks } = graph.dependents;
  const level = at(walk.level, product);
  const state = at(walk.state, product);
  const less = Math.max(state, degraded);
  const end = at(starts, product + 1);
  walk.comesBy(product, at(walk.seed, product));
  for (let row = at(starts, product); row < end; row += 1) {
    const target = at(targets, row);
    if (deployed[target] !== 1 || walk.settled[target] === 1) continue;
    if (marks[row] === edge.hard) walk.offer(target, level + cost.hard, state);
    else walk.offer(target, level + cost.soft, less);
  }
}
