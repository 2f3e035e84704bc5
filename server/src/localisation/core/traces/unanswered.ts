import { rateDifference } from '../numbers.ts';
import type { TraceModel } from './trace-model.ts';

/** A product that calls no longer reach, or that no longer says that they do. */
export interface Unanswered {
  readonly product: number;
  readonly nats: number;
  readonly now: readonly [number, number];
  readonly usual: readonly [number, number];
}

interface Calls {
  spans: number;
  silent: number;
  readonly callees: Map<number, number>;
}

/**
 * Products of which calling spans used to have a span below them and now have none. Calling spans that are gone themselves say nothing:
 * only where more of them are without an answer than usual can a product have fallen silent.
 */
export function unanswered(usual: TraceModel, now: TraceModel): Unanswered[] {
  const before = callsOf(usual);
  const strongest = new Map<number, Unanswered>();
  for (const [step, seen] of callsOf(now)) {
    const reference = before.get(step);
    if (reference === undefined || seen.silent / seen.spans <= reference.silent / reference.spans) continue;
    for (const [product, count] of reference.callees) {
      const pair = {
        now: [seen.callees.get(product) ?? 0, seen.spans] as const,
        usual: [count, reference.spans] as const,
      };
      if (pair.now[0] / pair.now[1] >= pair.usual[0] / pair.usual[1]) continue;
      const silence = rateDifference([reference.silent, reference.spans], [seen.silent, seen.spans]);
      const nats = Math.min(silence, rateDifference(pair.usual, pair.now));
      if (nats > (strongest.get(product)?.nats ?? 0)) strongest.set(product, { product, nats, ...pair });
    }
  }
  return [...strongest.values()];
}

/** Calling spans by operation and what led to it, and whom they reached. */
function callsOf(model: TraceModel): Map<string, Calls> {
  const calls = new Map<string, Calls>();
  for (let row = 0; row < model.size; row += 1) {
    const above = model.parent[row] ?? -1;
    const led = above < 0 ? 0 : (model.operation[above] ?? 0) + 1;
    const step = `${model.product[row]} ${model.operation[row]} ${led}`;
    const child = model.firstChild[row] ?? -1;
    if (child >= 0 && model.product[child] === model.product[row]) continue;
    let entry = calls.get(step);
    if (entry === undefined) calls.set(step, (entry = { spans: 0, silent: 0, callees: new Map() }));
    entry.spans += 1;
    const callee = child < 0 ? -1 : (model.product[child] ?? -1);
    if (callee < 0) entry.silent += 1;
    else entry.callees.set(callee, (entry.callees.get(callee) ?? 0) + 1);
  }
  return calls;
}
