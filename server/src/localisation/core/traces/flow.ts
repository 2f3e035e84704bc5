import { rateDifference } from '../numbers.ts';
import { unseenPeer, type TraceModel } from './trace-model.ts';

/** Where the flow of calls now breaks off earlier than it used to. */
export interface Break {
  /** Product blamed: the one called last before the flow ended, else the one in which it ended. */
  readonly product: number;
  /** Product of the span that ended early; the same as `product` where nothing else had been called. */
  readonly within: number;
  /** Nats in favour of the flow having changed. */
  readonly nats: number;
  readonly now: readonly [number, number];
  readonly usual: readonly [number, number];
}

interface Endings {
  spans: number;
  children: number;
  /** By what came last (-1 = nothing): how many spans, and how many children they had. */
  readonly last: Map<number, { spans: number; children: number; callee: number }>;
}

const most = 2 ** 21;

/** Breaks of the flow, one for each step and ending that became more frequent with fewer calls below it. */
export function breaks(usual: TraceModel, now: TraceModel): Break[] {
  const before = endings(usual);
  const found: Break[] = [];
  for (const [step, seen] of endings(now)) {
    const reference = before.get(step);
    if (reference === undefined || reference.children === 0) continue;
    const usualChildren = reference.children / reference.spans;
    for (const [last, ending] of seen.last) {
      const was = reference.last.get(last)?.spans ?? 0;
      const isMore = ending.spans / seen.spans > was / reference.spans;
      if (!isMore || ending.children / ending.spans > usualChildren - 0.5) continue;
      const nats = rateDifference([was, reference.spans], [ending.spans, seen.spans]);
      const within = Math.floor(step / most) % most;
      const product = ending.callee < 0 ? within : ending.callee;
      found.push({ product, within, nats, now: [ending.spans, seen.spans], usual: [was, reference.spans] });
    }
  }
  return found;
}

function endings(model: TraceModel): Map<number, Endings> {
  const steps = new Map<number, Endings>();
  for (let row = 0; row < model.size; row += 1) {
    const { last, children } = lastChild(model, row);
    const step = (model.product[row] ?? 0) * most + (model.operation[row] ?? 0);
    let entry = steps.get(step);
    if (entry === undefined) steps.set(step, (entry = { spans: 0, children: 0, last: new Map() }));
    const key = last < 0 ? -1 : (model.product[last] ?? 0) * most + (model.operation[last] ?? 0);
    let ending = entry.last.get(key);
    if (ending === undefined) entry.last.set(key, (ending = { spans: 0, children: 0, callee: -1 }));
    entry.spans += 1;
    entry.children += children;
    ending.spans += 1;
    ending.children += children;
    ending.callee = last < 0 ? -1 : calleeOf(model, last, model.product[row] ?? -1);
  }
  return steps;
}

function lastChild(model: TraceModel, row: number): { last: number; children: number } {
  let last = -1;
  let children = 0;
  for (let child = model.firstChild[row] ?? -1; child >= 0; child = model.nextSibling[child] ?? -1) {
    last = child;
    children += 1;
  }
  return { last, children };
}

/** The other product that a step called: its own, or that of the one call directly below it; -1 = none. */
function calleeOf(model: TraceModel, row: number, caller: number): number {
  const own = model.product[row] ?? -1;
  if (own !== caller) return own;
  const unseen = unseenPeer(model, row);
  if (unseen >= 0) return unseen;
  const below = model.firstChild[row] ?? -1;
  const product = below < 0 ? (model.peer[row] ?? -1) : (model.product[below] ?? -1);
  return product === caller ? -1 : product;
}
