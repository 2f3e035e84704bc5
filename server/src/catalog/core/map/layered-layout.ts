import type { LayoutEdge, Point } from './layout.ts';

/** Distances between the top left corners of neighbours. */
const step = { x: 200, y: 120 } as const;
const sweeps = 4;

/**
 * Positions for graphs too large for dagre: users above what they use (edges that close a cycle are turned round for this), each layer
 * ordered by where its neighbours stand. Near linear in nodes and edges; layers are not compacted.
 */
export function layeredLayout(count: number, edges: readonly LayoutEdge[]): Point[] {
  const down = neighbours(count, edges);
  const layers = layersOf(down);
  const rows: number[][] = [];
  layers.forEach((layer, node) => (rows[layer] ??= []).push(node));
  const up = neighbours(
    count,
    edges.map(({ from, to, weight }) => ({ from: to, to: from, weight })),
  );
  const place = new Float64Array(count);
  const settle = (row: readonly number[]): void => row.forEach((node, index) => (place[node] = index));
  for (const row of rows) settle(row);
  for (let sweep = 0; sweep < sweeps; sweep += 1) {
    const near = sweep % 2 === 0 ? up : down;
    for (const row of sweep % 2 === 0 ? rows : rows.toReversed()) {
      const wish = new Map(row.map((node) => [node, centre(near[node] ?? [], { place, own: node })]));
      row.sort((a, b) => (wish.get(a) ?? 0) - (wish.get(b) ?? 0));
      settle(row);
    }
  }
  return Array.from(layers, (layer, node) => ({ x: (place[node] ?? 0) * step.x, y: layer * step.y }));
}

function neighbours(count: number, edges: readonly LayoutEdge[]): number[][] {
  const lists: number[][] = Array.from({ length: count }, () => []);
  for (const { from, to } of edges) lists[from]?.push(to);
  return lists;
}

/** Longest path from the top, over the edges that close no cycle in a depth-first walk. */
function layersOf(down: readonly (readonly number[])[]): Int32Array {
  const layers = new Int32Array(down.length);
  const order = depthFirstOrder(down);
  const rank = new Int32Array(down.length);
  order.forEach((node, index) => (rank[node] = index));
  for (const node of order) {
    for (const next of down[node] ?? []) {
      const forward = (rank[next] ?? 0) > (rank[node] ?? 0);
      if (forward) layers[next] = Math.max(layers[next] ?? 0, (layers[node] ?? 0) + 1);
    }
  }
  return layers;
}

/** Every node before what it uses, cycles apart; without recursion, since chains may be thousands long. */
function depthFirstOrder(down: readonly (readonly number[])[]): number[] {
  const seen = new Uint8Array(down.length);
  const finished: number[] = [];
  for (let root = 0; root < down.length; root += 1) {
    if (seen[root] === 1) continue;
    seen[root] = 1;
    const stack = [{ node: root, next: 0 }];
    for (let top = stack.at(-1); top !== undefined; top = stack.at(-1)) {
      const target = down[top.node]?.[top.next];
      top.next += 1;
      if (target === undefined) {
        finished.push(top.node);
        stack.pop();
      } else if (seen[target] === 0) {
        seen[target] = 1;
        stack.push({ node: target, next: 0 });
      }
    }
  }
  return finished.toReversed();
}

function centre(near: readonly number[], { place, own }: { place: Float64Array; own: number }): number {
  if (near.length === 0) return place[own] ?? 0;
  return near.reduce((sum, node) => sum + (place[node] ?? 0), 0) / near.length;
}
