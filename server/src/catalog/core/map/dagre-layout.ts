import dagre from '@dagrejs/dagre';
import { nodeSize, type LayoutEdge, type Point } from './layout.ts';

/** The part of dagre's graph that is used: its own declarations point at files that it does not ship. */
interface DagreGraph {
  setGraph(options: Record<string, unknown>): void;
  setDefaultEdgeLabel(make: () => object): void;
  setNode(name: string, label: { width: number; height: number }): void;
  setEdge(from: string, to: string, label: { weight: number }): void;
  /** After the layout: the middle of the node. */
  node(name: string): Point;
}

/** Positions by dagre: fewest crossings, users above what they use. Takes 0.3 s for 100 nodes and 250 edges (2026-11, two shared cores). */
export function dagreLayout(count: number, edges: readonly LayoutEdge[]): Point[] {
  // oxlint-disable-next-line typescript/no-unsafe-assignment -- see DagreGraph
  const graph: DagreGraph = new dagre.graphlib.Graph();
  graph.setGraph({ rankdir: 'TB', nodesep: 32, ranksep: 72, acyclicer: 'greedy' });
  graph.setDefaultEdgeLabel(() => ({}));
  for (let node = 0; node < count; node += 1) graph.setNode(String(node), { ...nodeSize });
  for (const { from, to, weight } of edges) graph.setEdge(String(from), String(to), { weight });
  dagre.layout(graph);
  return Array.from({ length: count }, (_, node) => {
    const { x, y } = graph.node(String(node));
    return { x: Math.round(x - nodeSize.width / 2), y: Math.round(y - nodeSize.height / 2) };
  });
}
