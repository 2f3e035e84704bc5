import type { Layer, Span } from './rotation.ts';
import { dayMs, type Zone } from './zone.ts';

type Restriction = Layer['restrictions'][number];

const minuteMs = 60_000;
const days = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'];

/** The times at which any of the restrictions lets a layer be active, in order and without overlap; all of `range` where there is none. */
export function windows(restrictions: readonly Restriction[], zone: Zone, range: Span): Span[] {
  if (restrictions.length === 0) return [range];
  const found = restrictions.flatMap((restriction) => [...windowsOf(restriction, zone, range)]);
  return joined(found);
}

function* windowsOf(restriction: Restriction, zone: Zone, { from, to }: Span): Generator<Span> {
  const rules = wallRules(restriction);
  const longest = Math.max(...rules.map((rule) => rule.length));
  // A day more on both sides: the clock may jump, and a window may have begun before the range.
  const firstDay = Math.floor((zone.wallAt(from) - longest) / dayMs) - 1;
  const lastDay = Math.floor(zone.wallAt(to) / dayMs) + 1;
  const byWeekday = days.map((_, weekday) => rules.filter((rule) => rule.weekday === weekday));
  for (let day = firstDay; day <= lastDay; day += 1) {
    for (const { start, length } of byWeekday[weekdayOf(day)] ?? []) {
      const wall = day * dayMs + start;
      const window = {
        from: Math.max(zone.instantOf(wall), from),
        to: Math.min(zone.instantOf(wall + length), to),
      };
      if (window.from < window.to) yield window;
    }
  }
}

/** A window on the wall clock: from `start` after midnight of the weekday (0 = Monday) for `length` wall-clock milliseconds. */
interface WallRule {
  readonly weekday: number;
  readonly start: number;
  readonly length: number;
}

function wallRules(restriction: Restriction): WallRule[] {
  const start = timeOf(restriction.from);
  const end = timeOf(restriction.to);
  if ('days' in restriction) {
    const length = end > start ? end - start : end + dayMs - start;
    return restriction.days.map((day) => ({ weekday: days.indexOf(day), start, length }));
  }
  const weekday = days.indexOf(restriction.from_day);
  const daysAhead = (days.indexOf(restriction.to_day) - weekday + 7) % 7;
  const length = daysAhead * dayMs + end - start;
  return [{ weekday, start, length: length > 0 ? length : length + 7 * dayMs }];
}

function timeOf(text: string): number {
  return (Number(text.slice(0, 2)) * 60 + Number(text.slice(3, 5))) * minuteMs;
}

/** Day 0 of the epoch was a Thursday. */
function weekdayOf(day: number): number {
  return (((day + 3) % 7) + 7) % 7;
}

function joined(spans: Span[]): Span[] {
  const result: { from: number; to: number }[] = [];
  for (const span of spans.sort((a, b) => a.from - b.from)) {
    const last = result.at(-1);
    if (last && span.from <= last.to) last.to = Math.max(last.to, span.to);
    else result.push({ ...span });
  }
  return result;
}
