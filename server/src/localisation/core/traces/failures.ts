import { unseenPeer, type TraceModel } from './trace-model.ts';

/** In which products failures begin, and how often: spans that fail although nothing below them does, or what they waited for in vain. */
export function failuresBegin(model: TraceModel): Map<number, number> {
  const counts = new Map<number, number>();
  const above = aboveFailures(model);
  for (let row = 0; row < model.size; row += 1) {
    if (model.failed[row] !== 1 || above[row] === 1) continue;
    const product = waitedFor(model, row) ?? model.product[row] ?? -1;
    counts.set(product, (counts.get(product) ?? 0) + 1);
  }
  return counts;
}

/** Products whose spans fail although all of those failures began in what they call: what they say of it is an echo. */
export function echoing(model: TraceModel): Set<number> {
  const failing = new Set<number>();
  for (let row = 0; row < model.size; row += 1)
    if (model.failed[row] === 1) failing.add(model.product[row] ?? -1);
  for (const product of failuresBegin(model).keys()) failing.delete(product);
  return failing;
}

/** Rows with a failure somewhere below them. */
function aboveFailures(model: TraceModel): Uint8Array {
  const above = new Uint8Array(model.size);
  for (let row = 0; row < model.size; row += 1) {
    if (model.failed[row] !== 1) continue;
    for (let at = model.parent[row] ?? -1; at >= 0 && above[at] === 0; at = model.parent[at] ?? -1)
      above[at] = 1;
  }
  return above;
}

/** A caller that gives up ends its span before the one called ends its own. */
const gaveUp = 0.95;
/** What takes less of the time than this is not what was waited for. */
const mostOf = 0.6;

/**
 * The product that a failed call waited for, though nothing below it failed: the deepest that was still at work when the caller gave up,
 * else the one called where it sent no span (it did not answer, or it sends none). Null of a span that calls nobody or had its answer.
 */
function waitedFor(model: TraceModel, row: number): number | null {
  let at = model.firstChild[row] ?? -1;
  const isCall = at >= 0 && model.nextSibling[at] === -1 && model.product[at] !== model.product[row];
  if (!isCall || (model.durationUs[at] ?? 0) < gaveUp * (model.durationUs[row] ?? 0)) {
    const unseen = unseenPeer(model, row);
    return unseen < 0 ? null : unseen;
  }
  for (let next = longestChild(model, at); next >= 0; next = longestChild(model, at)) {
    if ((model.durationUs[next] ?? 0) < mostOf * (model.durationUs[at] ?? 0)) break;
    at = next;
  }
  const called = model.firstChild[at] === -1 ? (model.peer[at] ?? -1) : -1;
  return called >= 0 ? called : (model.product[at] ?? -1);
}

function longestChild(model: TraceModel, row: number): number {
  let longest = -1;
  for (let child = model.firstChild[row] ?? -1; child >= 0; child = model.nextSibling[child] ?? -1)
    if (longest < 0 || (model.durationUs[child] ?? 0) > (model.durationUs[longest] ?? 0)) longest = child;
  return longest;
}
