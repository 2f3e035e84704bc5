/** Relations in compressed rows: node n leads to `targets[starts[n] .. starts[n + 1])`; `marks` says something of each edge. */
export interface Rows {
  readonly starts: Int32Array;
  readonly targets: Int32Array;
  readonly marks: Uint8Array;
}

/** Edges in the order in which they were found, before they are sorted into rows. */
export class EdgeList {
  readonly from: number[] = [];
  readonly to: number[] = [];
  readonly marks: number[] = [];

  add(from: number, to: number, mark = 0): void {
    this.from.push(from);
    this.to.push(to);
    this.marks.push(mark);
  }
}

/** Counting sort by source: linear in nodes and edges; edges of one node keep their order. */
export function toRows(nodes: number, { from, to, marks }: EdgeList): Rows {
  const starts = new Int32Array(nodes + 1);
  for (const source of from) starts[source + 1] = at(starts, source + 1) + 1;
  for (let node = 0; node < nodes; node += 1) starts[node + 1] = at(starts, node + 1) + at(starts, node);
  const next = starts.slice();
  const targets = new Int32Array(from.length);
  const sorted = new Uint8Array(from.length);
  for (const [edge, source] of from.entries()) {
    const slot = at(next, source);
    next[source] = slot + 1;
    targets[slot] = to[edge] ?? 0;
    sorted[slot] = marks[edge] ?? 0;
  }
  return { starts, targets, marks: sorted };
}

/** An element that the construction guarantees; typed arrays cannot hold holes. */
export function at(array: Int32Array | Uint8Array | Uint16Array | Float64Array, index: number): number {
  return array[index] ?? 0;
}

/** Where a node leads to; a view, not a copy. */
export function targetsOf({ starts, targets }: Rows, node: number): Int32Array {
  return targets.subarray(at(starts, node), at(starts, node + 1));
}
