import { rateDifference, sum } from '../numbers.ts';
import { unseenPeer, type TraceModel } from './trace-model.ts';

/** Time beyond what is usual, in microseconds over all spans looked at. */
export interface LostTime {
  /** Inside the product's own spans that wait for nobody. */
  readonly ownUs: number;
  /** Between a caller's span and the product's own span of the same call: network, queue, a product too busy to take the call. */
  readonly reachingUs: number;
  /** What the same number of spans usually takes. */
  readonly usualUs: number;
  /** Nats in favour of more spans of some kind being slow than usual: one slow span is an accident, all of them are not. */
  readonly nats: number;
}

const fewest = 3;
const most = 2 ** 22;

interface Timed {
  readonly own: Map<number, number[]>;
  readonly reaching: Map<number, number[]>;
}

/** Lost time by product. Compares durations only, so clocks that differ do no harm. */
export function lostTimeByProduct(usual: TraceModel, now: TraceModel): Map<number, LostTime> {
  const calls = new Map([...calledBy(now), ...calledBy(usual)]);
  const before = timed(usual, calls);
  const seen = timed(now, calls);
  const found = new Map<number, LostTime>();
  addExcess(found, { usual: before.own, now: seen.own }, (key) => [Math.floor(key / most), false]);
  addExcess(found, { usual: before.reaching, now: seen.reaching }, (key) => [key % most, true]);
  return found;
}

function operationKey(model: TraceModel, row: number): number {
  return (model.product[row] ?? 0) * most + (model.operation[row] ?? 0);
}

/**
 * The product that an operation of another one calls, by what it says, else by what stands below it; an operation that waits for another
 * product is that other's time. One that serves a call does its own work too: where nothing but that is sent, the way to a callee cannot
 * be told from it.
 */
function calledBy(model: TraceModel): Map<number, number> {
  const calls = new Map<number, number>();
  for (let row = 0; row < model.size; row += 1) {
    const parent = model.parent[row] ?? -1;
    const product = model.product[row] ?? -1;
    const peer = model.peer[row] ?? -1;
    if (peer >= 0 && peer !== product) calls.set(operationKey(model, row), peer);
    const isCall = parent >= 0 && model.serves[parent] === 0 && (model.peer[parent] ?? -1) < 0;
    if (isCall && model.product[parent] !== product) calls.set(operationKey(model, parent), product);
  }
  return calls;
}

function timed(model: TraceModel, calls: ReadonlyMap<number, number>): Timed {
  const times: Timed = { own: new Map(), reaching: new Map() };
  for (let row = 0; row < model.size; row += 1) {
    const key = operationKey(model, row);
    const callee = calls.get(key);
    if (callee === undefined) {
      push(times.own, key, Math.max(0, (model.selfUs[row] ?? 0) - besideWaiting(model, calls, row)));
      continue;
    }
    const gap = gapOf(model, row);
    if (gap !== null) push(times.reaching, (model.product[row] ?? 0) * most + (gap.callee ?? callee), gap.us);
  }
  return times;
}

/**
 * What of a calling span its one call does not account for; where the callee sent no span all of it, but for what that called in turn.
 * Null of several calls.
 */
function gapOf(model: TraceModel, row: number): { us: number; callee: number | null } | null {
  const child = model.firstChild[row] ?? -1;
  const duration = model.durationUs[row] ?? 0;
  if (child < 0) return { us: duration, callee: null };
  const unseen = unseenPeer(model, row);
  if (unseen >= 0) return { us: model.selfUs[row] ?? 0, callee: unseen };
  const callee = model.product[child] ?? -1;
  if (model.nextSibling[child] !== -1 || callee === model.product[row]) return null;
  return { us: Math.max(0, duration - (model.durationUs[child] ?? 0)), callee };
}

/** What of a span runs beside a sibling that waits for another product: an asynchronous caller waits in both. */
function besideWaiting(model: TraceModel, calls: ReadonlyMap<number, number>, row: number): number {
  const parent = model.parent[row] ?? -1;
  if (parent < 0) return 0;
  const begin = model.startUs[row] ?? 0;
  const end = begin + (model.durationUs[row] ?? 0);
  let beside = 0;
  let looked = 0;
  for (let other = model.firstChild[parent] ?? -1; other >= 0; other = model.nextSibling[other] ?? -1) {
    looked += 1;
    if (looked > widest) break;
    if (other === row || !calls.has(operationKey(model, other))) continue;
    const from = model.startUs[other] ?? 0;
    beside += Math.max(0, Math.min(end, from + (model.durationUs[other] ?? 0)) - Math.max(begin, from));
  }
  return beside;
}

/** Siblings looked at; a span with thousands of children must not take a minute. */
const widest = 200;

function push(times: Map<number, number[]>, key: number, time: number): void {
  const list = times.get(key);
  if (list === undefined) times.set(key, [time]);
  else list.push(time);
}

interface Times {
  readonly usual: ReadonlyMap<number, number[]>;
  readonly now: ReadonlyMap<number, number[]>;
}

/** `productOf` gives the product whose time it is, and whether it is time to reach it. */
function addExcess(
  found: Map<number, LostTime>,
  { usual, now }: Times,
  productOf: (key: number) => readonly [number, isReaching: boolean],
): void {
  for (const [key, times] of now) {
    const reference = usual.get(key) ?? [];
    if (reference.length < fewest) continue;
    const { us, nats } = excessOf(reference, times);
    const [product, isReaching] = productOf(key);
    const known = found.get(product) ?? { ownUs: 0, reachingUs: 0, usualUs: 0, nats: 0 };
    found.set(product, {
      ownUs: known.ownUs + (isReaching ? 0 : us),
      reachingUs: known.reachingUs + (isReaching ? us : 0),
      usualUs: known.usualUs + (sum(reference) / reference.length) * times.length,
      nats: Math.max(known.nats, nats),
    });
  }
}

/** Time beyond what 19 of 20 usually take, less what is usually beyond it. */
function excessOf(reference: readonly number[], times: readonly number[]): { us: number; nats: number } {
  const sorted = Float64Array.from(reference).sort();
  const bound = (sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * 0.95))] ?? 0) * 1.1 + 500;
  const usually = beyond(reference, bound);
  const seen = beyond(times, bound);
  const us = Math.max(0, seen.us - (usually.us / reference.length) * times.length);
  const nats = us > 0 ? rateDifference([usually.spans, reference.length], [seen.spans, times.length]) : 0;
  return { us, nats };
}

function beyond(times: readonly number[], bound: number): { us: number; spans: number } {
  let us = 0;
  let spans = 0;
  for (const time of times) {
    if (time <= bound) continue;
    us += time - bound;
    spans += 1;
  }
  return { us, spans };
}
