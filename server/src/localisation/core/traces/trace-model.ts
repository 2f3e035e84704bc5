import type { Spans } from '../case.ts';

/** The cleaned spans of one stretch of time, as columns. Rows keep the order of the source. */
export interface TraceModel {
  readonly size: number;
  readonly traces: number;
  /** Row of the source. */
  readonly row: Int32Array;
  /** Number of the candidate. */
  readonly product: Int32Array;
  /** Number of the operation in a dictionary shared by the case. */
  readonly operation: Int32Array;
  /** Row of the parent, -1 of a root. A span never stands above itself. */
  readonly parent: Int32Array;
  readonly startUs: Float64Array;
  readonly durationUs: Float64Array;
  /** Duration that no child covers. */
  readonly selfUs: Float64Array;
  readonly failed: Uint8Array;
  /** Number of the candidate that the span says it calls; -1 = it says none. */
  readonly peer: Int32Array;
  /** 1 where a span is the serving side of a call by its own word. */
  readonly serves: Uint8Array;
  readonly firstChild: Int32Array;
  readonly nextSibling: Int32Array;
  /** Rows that made no sense and were left out. */
  readonly dropped: number;
}

/** Numbers for operation names, shared by all spans of a case; names given at first get theirs in that order. */
export class Dictionary {
  readonly #numbers: Map<string, number>;

  constructor(names: readonly string[] = []) {
    this.#numbers = new Map(names.map((name, number) => [name, number]));
  }

  number(name: string): number {
    const known = this.#numbers.get(name);
    if (known !== undefined) return known;
    this.#numbers.set(name, this.#numbers.size);
    return this.#numbers.size - 1;
  }
}

/** Cleans spans. Never throws: rows without a product or a duration, doubles and parents in a circle are left out or cut. */
export function traceModel(
  spans: Spans | null,
  products: ReadonlyMap<string, number>,
  operations: Dictionary,
): TraceModel {
  const { rows, counts } = spans === null ? nothing : soundRows(spans, products);
  const size = rows.length;
  const model = blank(
    size,
    (spans?.trace.length ?? 0) - size,
    new Set(rows.map((row) => spans?.trace[row])).size,
  );
  if (spans === null) return model;
  const position = new Int32Array(spans.trace.length).fill(-1);
  rows.forEach((row, index) => (position[row] = index));
  counts.forEach((counted, row) => (position[row] = counted < 0 ? -1 : (position[counted] ?? -1)));
  rows.forEach((row, index) => {
    model.row[index] = row;
    model.product[index] = products.get(spans.product[row] ?? '') ?? -1;
    model.operation[index] = operations.number(spans.operation[row] ?? '');
    model.parent[index] = position[keptAbove(spans, position, row)] ?? -1;
    model.durationUs[index] = spans.durationUs[row] ?? 0;
    model.startUs[index] = Number.isFinite(spans.startUs[row]) ? (spans.startUs[row] ?? 0) : 0;
    model.peer[index] = products.get(spans.peer?.[row] ?? '') ?? -1;
    model.serves[index] = spans.serves?.[row] === true ? 1 : 0;
    model.failed[index] = spans.failed?.[row] === true ? 1 : 0;
  });
  cutCircles(model.parent);
  linkChildren(model);
  return model;
}

/** Left out between two that are kept. */
const leftOutMax = 50;

/**
 * Row of the nearest span above that is kept, -1 where there is none: a service that is no candidate, or a span that makes no sense, must
 * not make two failures of one that goes through it.
 */
function keptAbove(spans: Spans, position: Int32Array, row: number): number {
  let above = spans.parent[row] ?? -1;
  for (let step = 0; step < leftOutMax && spans.trace[above] === spans.trace[row]; step += 1) {
    if ((position[above] ?? -1) >= 0) return above;
    above = spans.parent[above] ?? -1;
  }
  return -1;
}

interface SoundRows {
  readonly rows: readonly number[];
  /** By row, which one counts for it: itself, the one that it doubles, or none (-1). */
  readonly counts: Int32Array;
}

const nothing: SoundRows = { rows: [], counts: new Int32Array(0) };

function soundRows(spans: Spans, products: ReadonlyMap<string, number>): SoundRows {
  const seen = new Map<number, number[]>();
  const rows: number[] = [];
  const counts = new Int32Array(spans.trace.length).fill(-1);
  for (let row = 0; row < spans.trace.length; row += 1) {
    const duration = spans.durationUs[row];
    if (duration === undefined || !Number.isFinite(duration) || duration < 0) continue;
    if (!products.has(spans.product[row] ?? '')) continue;
    const start = spans.startUs[row] ?? 0;
    const alike = seen.get(start);
    const doubled = alike?.find((other) => isDouble(spans, row, other));
    counts[row] = doubled ?? row;
    if (doubled !== undefined) continue;
    if (alike === undefined) seen.set(start, [row]);
    else if (alike.length < doublesLookedAt) alike.push(row);
    rows.push(row);
  }
  return { rows, counts };
}

/** Spans that start in the same microsecond and are compared; more of them are hardly doubles. */
const doublesLookedAt = 50;

/** The same span sent twice: below the same one, or, where the whole trace was sent twice, below one that is doubled too. */
function isDouble(spans: Spans, a: number, b: number): boolean {
  const [above, other] = [spans.parent[a] ?? -1, spans.parent[b] ?? -1];
  return isAlike(spans, a, b) && (above === other || isAlike(spans, above, other));
}

function isAlike(spans: Spans, a: number, b: number): boolean {
  return (
    spans.trace[a] === spans.trace[b] &&
    spans.startUs[a] === spans.startUs[b] &&
    spans.durationUs[a] === spans.durationUs[b] &&
    spans.operation[a] === spans.operation[b] &&
    spans.product[a] === spans.product[b]
  );
}

function blank(size: number, dropped: number, traces: number): TraceModel {
  return {
    size,
    traces,
    dropped,
    row: new Int32Array(size),
    product: new Int32Array(size),
    operation: new Int32Array(size),
    parent: new Int32Array(size).fill(-1),
    startUs: new Float64Array(size),
    durationUs: new Float64Array(size),
    selfUs: new Float64Array(size),
    failed: new Uint8Array(size),
    peer: new Int32Array(size).fill(-1),
    serves: new Uint8Array(size),
    firstChild: new Int32Array(size).fill(-1),
    nextSibling: new Int32Array(size).fill(-1),
  };
}

function cutCircles(parent: Int32Array): void {
  const walk = new Int32Array(parent.length);
  for (let row = 0; row < parent.length; row += 1) {
    let here = row;
    while (here >= 0 && walk[here] === 0) {
      walk[here] = row + 1;
      const up = parent[here] ?? -1;
      if (up >= 0 && walk[up] === row + 1) parent[here] = -1;
      here = parent[here] ?? -1;
    }
  }
}

/**
 * Children in order of start, and what they cover. A child whose clock is off is moved inside its parent. Of those that start in the same
 * microsecond the order is by what they are, so that it does not matter in which order spans came.
 */
function linkChildren(model: TraceModel): void {
  const order = Array.from({ length: model.size }, (_, row) => row);
  const { startUs, durationUs, product, operation } = model;
  order.sort(
    (a, b) =>
      (startUs[b] ?? 0) - (startUs[a] ?? 0) ||
      (durationUs[b] ?? 0) - (durationUs[a] ?? 0) ||
      (product[b] ?? 0) - (product[a] ?? 0) ||
      (operation[b] ?? 0) - (operation[a] ?? 0) ||
      b - a,
  );
  for (const row of order) {
    const parent = model.parent[row] ?? -1;
    if (parent < 0) continue;
    model.nextSibling[row] = model.firstChild[parent] ?? -1;
    model.firstChild[parent] = row;
  }
  for (let row = 0; row < model.size; row += 1) model.selfUs[row] = uncovered(model, row);
}

function uncovered(model: TraceModel, row: number): number {
  const duration = model.durationUs[row] ?? 0;
  const begin = model.startUs[row] ?? 0;
  let covered = 0;
  let until = 0;
  for (let child = model.firstChild[row] ?? -1; child >= 0; child = model.nextSibling[child] ?? -1) {
    const length = Math.min(model.durationUs[child] ?? 0, duration);
    const offset = (model.startUs[child] ?? begin) - begin;
    const from = Math.min(Math.max(Number.isFinite(offset) ? offset : 0, 0), duration - length);
    covered += Math.max(0, from + length - Math.max(from, until));
    until = Math.max(until, from + length);
  }
  return Math.max(0, duration - covered);
}

/**
 * The product that a span says it calls although no span of it stands below: it sends none, and what stands there is what it called in
 * turn. -1 of a span that says nothing, or whose call was answered.
 */
export function unseenPeer(model: TraceModel, row: number): number {
  const peer = model.peer[row] ?? -1;
  if (peer < 0 || peer === model.product[row]) return -1;
  let looked = 0;
  for (let child = model.firstChild[row] ?? -1; child >= 0; child = model.nextSibling[child] ?? -1) {
    looked += 1;
    if (model.product[child] === peer || looked > childrenLookedAt) return -1;
  }
  return peer;
}

const childrenLookedAt = 200;
