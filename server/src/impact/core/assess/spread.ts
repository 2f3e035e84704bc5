import { edge, type ImpactGraph } from '../graph/graph.ts';
import { at, type Rows } from '../graph/rows.ts';
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
  const walk = new Walk(deployed, graph.products.names.length);
  for (const [index, { product, level, state }] of seeds.entries())
    walk.begin(product, { level, state, seed: index });
  for (const [rank, bucket] of walk.buckets.entries())
    // Whatever a bucket adds comes at a price, and so into a later one.
    for (const product of bucket) if (walk.settles(product, rank)) walk.follow(product, graph.dependents);
  const { level, state, from, seed, reached } = walk;
  return { level, state, from, seed, reached };
}

/** Level and state as one number, by which what is surer comes first, and of equals what is worse: level × {@link states} + state. */
const beyond = (levelMax + 1) * states;

/** No objects are made on the way: there may be a hundred thousand edges. */
class Walk implements Spread {
  readonly level: Uint8Array;
  readonly state: Uint8Array;
  readonly from: Int32Array;
  readonly seed: Int32Array;
  readonly reached: number[] = [];
  /** Products by the rank that was offered. */
  readonly buckets: readonly number[][] = Array.from({ length: beyond }, () => []);
  /** The best that was offered to each product; outside of the environment nothing is better. */
  readonly #rank: Uint16Array;

  constructor(deployed: Uint8Array, products: number) {
    this.level = new Uint8Array(products).fill(none);
    this.state = new Uint8Array(products);
    this.from = new Int32Array(products).fill(-1);
    this.seed = new Int32Array(products).fill(-1);
    this.#rank = new Uint16Array(products);
    for (let product = 0; product < products; product += 1)
      if (deployed[product] === 1) this.#rank[product] = beyond;
  }

  begin(product: number, { level, state, seed }: { level: number; state: number; seed: number }): void {
    const rank = level * states + state;
    if (rank >= at(this.#rank, product)) return;
    this.#rank[product] = rank;
    this.seed[product] = seed;
    this.buckets[rank]?.push(product);
  }

  /** Whether this is the best that was offered to a product. */
  settles(product: number, rank: number): boolean {
    if (this.#rank[product] !== rank) return false;
    const from = at(this.from, product);
    if (from >= 0) this.seed[product] = at(this.seed, from);
    this.level[product] = Math.floor(rank / states);
    this.state[product] = rank % states;
    this.reached.push(product);
    return true;
  }

  /** Offers to whatever needs a product what follows for it. */
  follow(product: number, { starts, targets, marks }: Rows): void {
    const level = at(this.level, product);
    const state = at(this.state, product);
    const hard = (level + cost.hard) * states + state;
    const soft = (level + cost.soft) * states + Math.max(state, degraded);
    const end = at(starts, product + 1);
    for (let row = at(starts, product); row < end; row += 1) {
      const target = targets[row] ?? 0;
      const rank = marks[row] === edge.hard ? hard : soft;
      if (rank >= (this.#rank[target] ?? 0)) continue;
      this.#rank[target] = rank;
      this.from[target] = product;
      this.buckets[rank]?.push(target);
    }
  }
}
