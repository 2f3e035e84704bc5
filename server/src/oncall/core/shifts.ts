import { overridden } from './override.ts';
import { windows } from './restriction.ts';
import { slots, type Layer, type ScheduleRules, type Shift, type Span } from './rotation.ts';
import { zoneOf } from './zone.ts';

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
  const combine = rules.combine === 'union' ? union : lastWithAnybody;

  const result: Shift[] = [];
  const cursors = layers.map((layer) => cursorOver(layer));
  const inForce = activeAt(overrides);
  const edges = edgesOf([...layers, overrides], { from, to });
  for (let index = 0; index + 1 < edges.length; index += 1) {
    const [start = from, end = to] = [edges[index], edges[index + 1]];
    let people = combine(cursors.map((cursor) => cursor(start)));
    for (const { override } of inForce(start)) people = overridden(people, override);
    append(result, { from: start, to: end, people: people.length > 0 ? people : rules.fallback });
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

function lastWithAnybody(layers: readonly (readonly string[])[]): readonly string[] {
  return layers.findLast((people) => people.length > 0) ?? [];
}

function union(layers: readonly (readonly string[])[]): readonly string[] {
  return [...new Set(layers.flat())];
}

/** Stretches that follow each other, put together; neighbours with the same people become one. */
export function joinShifts(list: readonly Shift[]): Shift[] {
  const result: Shift[] = [];
  for (const shift of list) if (shift.from < shift.to) append(result, shift);
  return result;
}

const nobody: readonly string[] = [];

/** Looks up shifts at instants that never go back. */
function cursorOver(list: readonly Shift[]): (at: number) => readonly string[] {
  let index = 0;
  return (at) => {
    while ((list[index]?.to ?? Infinity) <= at) index += 1;
    const shift = list[index];
    return shift && shift.from <= at ? shift.people : nobody;
  };
}

interface Ordered extends Span {
  readonly order: number;
}

/** What is in force at instants that never go back, in order of creation. */
function activeAt<T extends Ordered>(list: readonly T[]): (at: number) => readonly T[] {
  const byStart = [...list].sort((a, b) => a.from - b.from);
  let next = 0;
  let active: T[] = [];
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

function edgesOf(lists: readonly (readonly Span[])[], { from, to }: Span): number[] {
  const edges = new Set([from, to]);
  for (const list of lists) {
    for (const span of list) {
      if (span.from > from) edges.add(span.from);
      if (span.to < to) edges.add(span.to);
    }
  }
  return [...edges].sort((a, b) => a - b);
}

/** Adds a shift, joining it to the one before where the same people go on. */
function append(list: Shift[], { from, to, people }: Shift): void {
  const sorted = people.length > 1 ? [...new Set(people)].sort() : people;
  const last = list.at(-1);
  if (last && last.people.join('\n') === sorted.join('\n')) list[list.length - 1] = { ...last, to };
  else list.push({ from, to, people: sorted });
}
