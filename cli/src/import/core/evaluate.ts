import type { RenderedShift } from './draft.ts';
import type { Span } from './difference.ts';

const [dayS, dayMs, hourMs] = [86_400, 86_400_000, 3_600_000];

/** A window that comes again: open for `seconds` from `start`, counted from midnight, or from Monday's midnight. */
export interface Recurring {
  readonly period: 'day' | 'week';
  readonly start: number;
  readonly seconds: number;
}

/** A rotation just as its source states it; instants in milliseconds. */
export interface StatedTurns {
  readonly from: number;
  readonly to: number | null;
  readonly anchor: number;
  readonly turnSeconds: number;
  /** Turns of whole days go by the wall clock, others by elapsed time. */
  readonly byWallClock: boolean;
  /** Who is on, turn by turn; nobody is an empty list. */
  readonly people: readonly (readonly string[])[];
  /** None = always. */
  readonly windows: readonly Recurring[];
}

interface Stated {
  readonly timeZone: string;
  /** `precedence`: the last that has anybody. `union`: everybody. */
  readonly combine: 'precedence' | 'union';
  readonly turns: readonly StatedTurns[];
  /** Who takes over the whole, the last one first asked. */
  readonly takes: readonly RenderedShift[];
}

/**
 * Who is on by the source's own rules, found apart from Fieldmarshal's schedule code: the rules are asked at every instant at which the
 * answer can change. For sources that did not say themselves who is on. The zone must be one that this runtime knows.
 */
export function evaluate(stated: Stated, span: Span): RenderedShift[] {
  const clock = wallClock(stated.timeZone);
  const points = [...edges(stated, clock, span)].filter((at) => at > span.from && at < span.to);
  const instants = [...new Set([span.from, ...points, span.to])].toSorted((a, b) => a - b);
  return instants.slice(0, -1).flatMap((at, index) =>
    peopleAt(stated, clock, at).map((user) => ({
      user,
      start: iso(at),
      end: iso(instants[index + 1] ?? at),
    })),
  );
}

type Clock = (at: number) => number;

function peopleAt({ combine, turns, takes }: Stated, clock: Clock, at: number): string[] {
  const taken = takes.findLast(({ start, end }) => Date.parse(start) <= at && at < Date.parse(end));
  if (taken) return [taken.user];
  const found = turns.map((each) => onTurn(each, clock, at));
  if (combine === 'union') return [...new Set(found.flat())];
  return [...(found.findLast((people) => people.length > 0) ?? [])];
}

function onTurn(given: StatedTurns, clock: Clock, at: number): readonly string[] {
  const { from, to, anchor, turnSeconds, byWallClock, people, windows } = given;
  if (at < from || (to !== null && at >= to) || people.length === 0) return [];
  const wall = clock(at);
  const isOpen = windows.length === 0 || windows.some((window) => isWithin(window, wall));
  if (!isOpen) return [];
  const passed = byWallClock ? wall - clock(anchor) : at - anchor;
  const turn = Math.floor(passed / (turnSeconds * 1_000));
  return people[((turn % people.length) + people.length) % people.length] ?? [];
}

/** 1970 began on a Thursday. */
const mondayMs = 4 * dayMs;

function isWithin({ period, start, seconds }: Recurring, wall: number): boolean {
  const length = period === 'day' ? dayMs : 7 * dayMs;
  const since = wall - (period === 'day' ? 0 : mondayMs) - start * 1_000;
  return ((since % length) + length) % length < seconds * 1_000;
}

/** Every instant at which an answer may change, and some more. */
function* edges({ turns, takes }: Stated, clock: Clock, span: Span): Generator<number> {
  for (const { start, end } of takes) yield* [Date.parse(start), Date.parse(end)];
  const seconds = new Set<number>([0]);
  for (const { from, to, anchor, turnSeconds, byWallClock, windows } of turns) {
    yield from;
    if (to !== null) yield to;
    if (byWallClock) seconds.add(Math.floor(clock(anchor) / 1_000) % dayS);
    else
      for (
        let at = anchor + Math.ceil((span.from - anchor) / (turnSeconds * 1_000)) * turnSeconds * 1_000;
        at < span.to;
        at += turnSeconds * 1_000
      )
        yield at;
    for (const { start, seconds: open } of windows) {
      seconds.add(start % dayS);
      seconds.add((start + open) % dayS);
    }
  }
  for (let day = Math.floor(span.from / dayMs) - 1; day * dayMs < span.to + dayMs; day += 1) {
    const [before, after] = [offset(clock, (day - 1) * dayMs), offset(clock, (day + 1) * dayMs)];
    for (const second of seconds) {
      yield day * dayMs + second * 1_000 - before;
      yield day * dayMs + second * 1_000 - after;
    }
    // On a day on which clocks change, every quarter of an hour may be where they do.
    if (before !== after) for (let at = (day - 1) * dayMs; at < (day + 2) * dayMs; at += hourMs / 4) yield at;
  }
}

function offset(clock: Clock, at: number): number {
  return clock(at) - at;
}

/** Wall clock of a zone by the runtime's own formatting, as milliseconds counted as if it were UTC. */
function wallClock(timeZone: string): Clock {
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  });
  const known = new Map<number, number>();
  return (at) => {
    const found = known.get(at) ?? wallOf(format, at);
    known.set(at, found);
    return found;
  };
}

function wallOf(format: Intl.DateTimeFormat, at: number): number {
  const parts = Object.fromEntries(format.formatToParts(at).map(({ type, value }) => [type, Number(value)]));
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = parts;
  return Date.UTC(year, month - 1, day, hour, minute, second);
}

function iso(at: number): string {
  return new Date(at).toISOString();
}
