import type { Case } from './case.ts';
import { callGraph, distances, type CallGraph } from './graph.ts';
import { Dictionary, traceModel, type TraceModel } from './traces/trace-model.ts';

/** A case as the witnesses read it: cleaned, and by number of candidate. */
export interface Facts {
  readonly case: Case;
  readonly index: ReadonlyMap<string, number>;
  readonly size: number;
  readonly graph: CallGraph;
  /** Calls from the product of the symptom; 0 everywhere where the symptom names none. */
  readonly away: readonly number[];
  readonly now: TraceModel;
  readonly usual: TraceModel;
}

/**
 * Cleans a case. Doubled candidates count once; calls seen in spans are added to the given ones. Candidates and operations are numbered
 * by their names, not by the order in which they came, so that nothing hangs on that order.
 */
export function readFacts(input: Case): Facts {
  const candidates = [...new Map(input.candidates.map((each) => [each.id, each])).values()].toSorted((a, b) =>
    byCode(a.id, b.id),
  );
  const index = new Map(candidates.map(({ id }, number) => [id, number]));
  const named = new Set([...(input.now.spans?.operation ?? []), ...(input.usual.spans?.operation ?? [])]);
  const operations = new Dictionary([...named].toSorted(byCode));
  const now = traceModel(input.now.spans, index, operations);
  const usual = traceModel(input.usual.spans, index, operations);
  const ids = [...index.keys()];
  const graph = callGraph(index, [...input.calls, ...seenCalls(now, ids), ...seenCalls(usual, ids)]);
  const start = index.get(input.symptom.product ?? '');
  const away = start === undefined ? graph.callees.map(() => 0) : distances(graph, start);
  return { case: { ...input, candidates }, index, size: index.size, graph, away, now, usual };
}

/**
 * Of which product it may be said that a call or a line in a log is left out now: not of one that only passing runs go through, and that
 * nothing calls which failing ones go through. What it leaves out, people may just not have asked for: an hour asks for other things than a
 * minute. Of a product that no run goes through, runs say nothing either way.
 */
export function mayLeaveOut({ case: { runs }, index, graph }: Facts): (product: number) => boolean {
  const passed = new Set(runs.flatMap((run) => (run.passed ? run.products : [])).map((id) => index.get(id)));
  const reached = new Set<number>();
  const queue = runs
    .filter(({ passed }) => !passed)
    .flatMap(({ products }) => products.flatMap((id) => index.get(id) ?? []));
  for (let here = queue.pop(); here !== undefined; here = queue.pop()) {
    if (reached.has(here)) continue;
    reached.add(here);
    queue.push(...(graph.callees[here] ?? []));
  }
  return (product) => reached.has(product) || !passed.has(product);
}

/** By code units, the same on every machine. */
function byCode(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function* seenCalls(model: TraceModel, ids: readonly string[]): Generator<readonly [string, string]> {
  const seen = new Set<number>();
  for (let row = 0; row < model.size; row += 1) {
    const parent = model.parent[row] ?? -1;
    const product = model.product[row] ?? -1;
    const pairs = [
      [parent < 0 ? -1 : (model.product[parent] ?? -1), product],
      [product, model.peer[row] ?? -1],
    ] as const;
    for (const [from, to] of pairs) {
      const key = from * ids.length + to;
      if (from < 0 || to < 0 || from === to || seen.has(key)) continue;
      seen.add(key);
      yield [ids[from] ?? '', ids[to] ?? ''];
    }
  }
}
