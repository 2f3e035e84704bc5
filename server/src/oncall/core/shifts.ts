import { overridden } from './override.ts';
import { slots, type Layer, type ScheduleRules, type Shift, type Span } from './rotation.ts';
import { windows, zoneOf } from '@fieldmarshal/contract/time';

export type { ScheduleRules, Shift, Span } from './rotation.ts';

/**
 * Who is on call over `[from, to)` (milliseconds since the epoch): spans that tile it in order, each with a different set of people than
 * its neighbours; people in alphabetical order; an empty list is a hole. The one function behind pager, roster, feed and gap report; the
 * rules are in `docs/schedules.md`. Answers depend on the rules and the zone data only. Throws a RangeError for a zone nobody knows.
 */
export function shifts(rules: ScheduleRules, { from, to }: Span): Shift[] {
  if (from >= to) return [];
  const layers = rules.layers.map((layer) => activeShifts(layer, rules.timezone, { from, to }));
  const overrides = rules.overrides
    .map((override, order) => ({
      override,
      order,
      from: Date.parse(override.start),
      to: Date.parse(override.end),
    }))
    .filter((each) => each.from < each.to && each.from < to && each.to > from);
  const combine = rules.combine === 'union' ? union : upper;

  const result: Growing[] = [];
  const cursors = layers.map((list): Cursor => ({ list, index: 0 }));
  const inForce = activeAt(overrides);
  const nextEdge = edgesOf(overrides);
  for (let start = from; start < to;) {
    let end = Math.min(to, nextEdge(start));
    let people = nobody;
    for (const cursor of cursors) {
      const shift = shiftFrom(cursor, start);
      if (!shift) continue;
      if (shift.from > start) end = Math.min(end, shift.from);
      else {
        end = Math.min(end, shift.to);
        people = combine(people, shift.people);
      }
    }
    for (const { override } of inForce(start)) people = overridden(people, override);
    append(result, { from: start, to: end, people: people.length > 0 ? people : rules.fallback });
    start = end;
  }
  return result;
}

/** Who is on call at one moment; the moment of a hand-off belongs to the incoming person. */
export function onCallAt(rules: ScheduleRules, at: number): readonly string[] {
  return shifts(rules, { from: at, to: at + 1 })[0]?.people ?? [];
}

/** The spans in which nobody is on, not even a fallback. */
export function gaps(rules: ScheduleRules, range: Span): Span[] {
  return shifts(rules, range)
    .filter((shift) => shift.people.length === 0)
    .map(({ from, to }) => ({ from, to }));
}

/** The holes of the rota itself: where only the fallback is on, or nobody. */
export function holes(rules: ScheduleRules, range: Span): Span[] {
  return gaps({ ...rules, fallback: [] }, range);
}

/** What one layer says by itself: its slots cut to its restrictions. Where it is silent there is no shift. */
export function activeShifts(layer: Layer, scheduleZone: string, range: Span): Shift[] {
  const zone = zoneOf(layer.timezone ?? scheduleZone);
  const turns = slots(layer, zone, range);
  const [first, last] = [turns[0], turns.at(-1)];
  if (!first || !last) return [];
  const active: Shift[] = [];
  let index = 0;
  for (const window of windows(layer.restrictions, zone, { from: first.from, to: last.to })) {
    while ((turns[index]?.to ?? Infinity) <= window.from) index += 1;
    for (let next = index; ; next += 1) {
      const turn = turns[next];
      if (!turn || turn.from >= window.to) break;
      active.push({
        from: Math.max(turn.from, window.from),
        to: Math.min(turn.to, window.to),
        people: turn.people,
      });
    }
  }
  return active;
}

function upper(below: readonly string[], above: readonly string[]): readonly string[] {
  return above.length > 0 ? above : below;
}

function union(below: readonly string[], above: readonly string[]): readonly string[] {
  return below.length === 0 ? above : [...new Set([...below, ...above])];
}

/** Stretches that follow each other, put together; neighbours with the same people become one. */
export function joinShifts(list: readonly Shift[]): Shift[] {
  const result: Growing[] = [];
  for (const shift of list) if (shift.from < shift.to) append(result, shift);
  return result;
}

const nobody: readonly string[] = [];

interface Cursor {
  readonly list: readonly Shift[];
  index: number;
}

/** The shift that is on at an instant, or else the next one; instants never go back. */
function shiftFrom(cursor: Cursor, at: number): Shift | undefined {
  let shift = cursor.list[cursor.index];
  while (shift && shift.to <= at) {
    cursor.index += 1;
    shift = cursor.list[cursor.index];
  }
  return shift;
}

interface Ordered extends Span {
  readonly order: number;
}

/** What is in force at instants that never go back, in order of creation. */
function activeAt<T extends Ordered>(list: readonly T[]): (at: number) => readonly T[] {
  const byStart = [...list].sort((a, b) => a.from - b.from);
  let next = 0;
  let active: T[] = [];
  if (list.length === 0) return () => list;
  return (at) => {
    if (active.some((each) => each.to <= at)) active = active.filter((each) => each.to > at);
    const before = active.length;
    for (let each = byStart[next]; each && each.from <= at; each = byStart[next]) {
      if (each.to > at) active.push(each);
      next += 1;
    }
    if (active.length > before) active.sort((a, b) => a.order - b.order);
    return active;
  };
}

/** The first beginning or end after an instant; instants never go back. */
function edgesOf(spans: readonly Span[]): (at: number) => number {
  const edges = spans.flatMap(({ from, to }) => [from, to]).sort((a, b) => a - b);
  let index = 0;
  return (at) => {
    while ((edges[index] ?? Infinity) <= at) index += 1;
    return edges[index] ?? Infinity;
  };
}

/** A shift that the next one may still make longer. */
interface Growing {
  readonly from: number;
  to: number;
  readonly people: readonly string[];
}

/** Adds a shift, joining it to the one before where the same people go on. */
function append(list: Growing[], { from, to, people }: Shift): void {
  const sorted = people.length > 1 ? [...new Set(people)].sort() : people;
  const last = list.at(-1);
  if (last && isSame(last.people, sorted)) last.to = to;
  else list.push({ from, to, people: sorted });
}

function isSame(a: readonly string[], b: readonly string[]): boolean {
  return a === b || (a.length === b.length && a.every((name, index) => name === b[index]));
}
