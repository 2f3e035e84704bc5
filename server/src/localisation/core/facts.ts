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

/** Cleans a case. Doubled candidates count once; calls seen in spans are added to the given ones. */
export function readFacts(input: Case): Facts {
  const index = new Map<string, number>();
  for (const { id } of input.candidates) if (!index.has(id)) index.set(id, index.size);
  const operations = new Dictionary();
  const now = traceModel(input.now.spans, index, operations);
  const usual = traceModel(input.usual.spans, index, operations);
  const ids = [...index.keys()];
  const graph = callGraph(index, [...input.calls, ...seenCalls(now, ids), ...seenCalls(usual, ids)]);
  const start = index.get(input.symptom.product ?? '');
  const away = start === undefined ? graph.callees.map(() => 0) : distances(graph, start);
  return { case: input, index, size: index.size, graph, away, now, usual };
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
