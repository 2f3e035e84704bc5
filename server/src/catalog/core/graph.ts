import type { CatalogObject } from '@fieldmarshal/contract/catalog';

/** How a product is hit when another one fails: not at all, it degrades, or it fails too. */
export const reach = { none: 0, degrades: 1, fails: 2 } as const;

/** What follows from one failing product, by node number of the graph. */
export interface BlastRadius {
  /** A value of {@link reach} for every node; the origin itself is `fails`. */
  readonly impact: Uint8Array;
  /** Fewest dependencies between the node and the origin; −1 where it is not hit. */
  readonly distance: Int32Array;
}

/**
 * The dependency graph of products in compressed rows: node n's edges are `targets[starts[n] .. starts[n + 1])`.
 * Cycles are allowed; a dependency on a product that does not exist is left out.
 */
export class DependencyGraph {
  /** Node number → product name, in name order. */
  readonly names: readonly string[];
  readonly #numbers: ReadonlyMap<string, number>;
  readonly #dependencies: Rows;
  readonly #dependents: Rows;

  constructor(products: readonly CatalogObject<'Product'>[]) {
    this.names = products.map((product) => product.name).sort();
    this.#numbers = new Map(this.names.map((name, number) => [name, number]));
    const edges = collectEdges(products, this.#numbers);
    this.#dependencies = toRows(this.names.length, edges);
    this.#dependents = toRows(this.names.length, {
      from: edges.to,
      to: edges.from,
      hard: edges.hard,
      count: edges.count,
    });
  }

  get edgeCount(): number {
    return this.#dependencies.targets.length;
  }

  /** Undefined for a name that is no product. */
  numberOf(product: string): number | undefined {
    return this.#numbers.get(product);
  }

  /** The products that `product` needs directly; empty for an unknown one. */
  dependencies(product: string): Neighbour[] {
    return this.#neighbours(this.#dependencies, product);
  }

  /** The products that need `product` directly; empty for an unknown one. */
  dependents(product: string): Neighbour[] {
    return this.#neighbours(this.#dependents, product);
  }

  /**
   * Who breaks when `product` does: a chain of hard dependencies makes a product fail, a chain with a soft one degrade.
   * Linear in nodes and edges. An unknown product hits nobody.
   */
  blastRadius(product: string): BlastRadius {
    const impact = new Uint8Array(this.names.length);
    const distance = new Int32Array(this.names.length).fill(-1);
    const origin = this.#numbers.get(product);
    if (origin === undefined) return { impact, distance };
    walk(this.#dependents, origin, { hardOnly: true, visit: (node) => (impact[node] = reach.fails) });
    walk(this.#dependents, origin, {
      hardOnly: false,
      visit: (node, hops) => {
        distance[node] = hops;
        if (impact[node] === reach.none) impact[node] = reach.degrades;
      },
    });
    return { impact, distance };
  }

  #neighbours(rows: Rows, product: string): Neighbour[] {
    const node = this.#numbers.get(product);
    if (node === undefined) return [];
    const found: Neighbour[] = [];
    for (let edge = at(rows.starts, node); edge < at(rows.starts, node + 1); edge += 1) {
      const name = this.names[at(rows.targets, edge)];
      if (name !== undefined)
        found.push({ product: name, strength: rows.hard[edge] === 1 ? 'hard' : 'soft' });
    }
    return found;
  }
}

export interface Neighbour {
  readonly product: string;
  readonly strength: 'hard' | 'soft';
}

interface Edges {
  readonly from: Int32Array;
  readonly to: Int32Array;
  readonly hard: Uint8Array;
  readonly count: number;
}

interface Rows {
  readonly starts: Int32Array;
  readonly targets: Int32Array;
  readonly hard: Uint8Array;
}

function collectEdges(
  products: readonly CatalogObject<'Product'>[],
  numbers: ReadonlyMap<string, number>,
): Edges {
  const most = products.reduce((sum, product) => sum + product.spec.dependsOn.length, 0);
  const from = new Int32Array(most);
  const to = new Int32Array(most);
  const hard = new Uint8Array(most);
  let count = 0;
  for (const product of products) {
    const source = numbers.get(product.name);
    if (source === undefined) continue;
    for (const dependency of product.spec.dependsOn) {
      const target = numbers.get(dependency.product);
      if (target === undefined) continue;
      from[count] = source;
      to[count] = target;
      hard[count] = dependency.strength === 'hard' ? 1 : 0;
      count += 1;
    }
  }
  return { from, to, hard, count };
}

/** Counting sort of the edges by their source. */
function toRows(nodes: number, edges: Edges): Rows {
  const starts = new Int32Array(nodes + 1);
  for (let edge = 0; edge < edges.count; edge += 1) {
    const slot = at(edges.from, edge) + 1;
    starts[slot] = at(starts, slot) + 1;
  }
  for (let node = 0; node < nodes; node += 1) starts[node + 1] = at(starts, node + 1) + at(starts, node);
  const next = starts.slice();
  const targets = new Int32Array(edges.count);
  const hard = new Uint8Array(edges.count);
  for (let edge = 0; edge < edges.count; edge += 1) {
    const source = at(edges.from, edge);
    const slot = at(next, source);
    next[source] = slot + 1;
    targets[slot] = at(edges.to, edge);
    hard[slot] = at(edges.hard, edge);
  }
  return { starts, targets, hard };
}

interface Walk {
  readonly hardOnly: boolean;
  readonly visit: (node: number, hops: number) => void;
}

/** Breadth first, each node once. */
function walk(rows: Rows, origin: number, { hardOnly, visit }: Walk): void {
  const nodes = rows.starts.length - 1;
  const seen = new Uint8Array(nodes);
  const hops = new Int32Array(nodes);
  const queue = new Int32Array(nodes);
  let tail = 1;
  queue[0] = origin;
  seen[origin] = 1;
  for (let head = 0; head < tail; head += 1) {
    const node = at(queue, head);
    visit(node, at(hops, node));
    for (let edge = at(rows.starts, node); edge < at(rows.starts, node + 1); edge += 1) {
      const target = at(rows.targets, edge);
      if (seen[target] === 1 || (hardOnly && rows.hard[edge] === 0)) continue;
      seen[target] = 1;
      hops[target] = at(hops, node) + 1;
      queue[tail] = target;
      tail += 1;
    }
  }
}

/** An element that the construction guarantees; typed arrays cannot hold holes. */
function at(array: Int32Array | Uint8Array, index: number): number {
  return array[index] ?? 0;
}
