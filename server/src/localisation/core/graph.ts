/** Who calls whom, by number of candidate. Unknown names, doubles and calls of oneself are left out. */
export interface CallGraph {
  readonly callees: readonly (readonly number[])[];
  readonly callers: readonly (readonly number[])[];
}

export function callGraph(
  index: ReadonlyMap<string, number>,
  calls: Iterable<readonly [string, string]>,
): CallGraph {
  const callees = Array.from({ length: index.size }, () => new Set<number>());
  const callers = Array.from({ length: index.size }, () => new Set<number>());
  for (const [from, to] of calls) {
    const [caller, callee] = [index.get(from), index.get(to)];
    if (caller === undefined || callee === undefined || caller === callee) continue;
    callees[caller]?.add(callee);
    callers[callee]?.add(caller);
  }
  return { callees: callees.map((set) => [...set]), callers: callers.map((set) => [...set]) };
}

/** Fewest calls from `start` to each candidate; Infinity = not reached. Cycles are harmless. */
export function distances(graph: CallGraph, start: number): number[] {
  const away = graph.callees.map(() => Infinity);
  if (start < 0 || start >= away.length) return away;
  away[start] = 0;
  const queue = [start];
  for (let head = 0; head < queue.length; head += 1) {
    const here = queue[head] ?? start;
    for (const next of graph.callees[here] ?? []) {
      if (away[next] !== Infinity) continue;
      away[next] = (away[here] ?? 0) + 1;
      queue.push(next);
    }
  }
  return away;
}
