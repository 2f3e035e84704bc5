import type { z } from 'zod';
import type { activeWindow } from '../catalog/schedule-spec.ts';
import { dayMs, type Zone } from './zone.ts';

type Restriction = z.output<typeof activeWindow>;

/** Half-open `[from, to)`, in milliseconds. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

const minuteMs = 60_000;
export const weekdays = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'] as const;

/** The times at which any of the restrictions lets a layer be active, in order and without overlap; all of `range` where there is none. */
export function windows(restrictions: readonly Restriction[], zone: Zone, range: Span): Span[] {
  if (restrictions.length === 0) return [range];
  const found = restrictions.flatMap((restriction) => [...weeklyWindows(restriction, zone, range)]);
  return joined(
    found
      .map(({ from, to }) => ({ from: Math.max(from, range.from), to: Math.min(to, range.to) }))
      .filter(({ from, to }) => from < to),
  );
}

/** Every window that touches the range, whole. */
export function* weeklyWindows(restriction: Restriction, zone: Zone, range: Span): Generator<Span> {
  const rules = wallRules(restriction);
  const byWeekday = weekdays.map((_, weekday) => rules.filter((rule) => rule.weekday === weekday));
  const { first, last } = daysNear(zone, range, Math.max(...rules.map((rule) => rule.length)));
  for (let day = first; day <= last; day += 1) {
    for (const { start, length } of byWeekday[weekdayOf(day)] ?? []) {
      const window = windowAt(zone, day * dayMs + start, length);
      if (touches(window, range)) yield window;
    }
  }
}

/** The days, counted from the epoch, on which a window of at most this length that touches the range may begin. */
export function daysNear(zone: Zone, { from, to }: Span, longest: number): { first: number; last: number } {
  // A day more on both sides: the clock may jump, and a window may have begun before the range.
  return {
    first: Math.floor((zone.wallAt(from) - longest) / dayMs) - 1,
    last: Math.floor(zone.wallAt(to) / dayMs) + 1,
  };
}

/** The window from a wall clock on, between resolved ends. */
export function windowAt(zone: Zone, wall: number, length: number): Span {
  return { from: zone.instantOf(wall), to: zone.instantOf(wall + length) };
}

export function touches(window: Span, range: Span): boolean {
  return window.from < window.to && window.from < range.to && window.to > range.from;
}

/** A window on the wall clock: from `start` after midnight of the weekday (0 = Monday) for `length` wall-clock milliseconds. */
interface WallRule {
  readonly weekday: number;
  readonly start: number;
  readonly length: number;
}

function wallRules(restriction: Restriction): WallRule[] {
  if ('days' in restriction) {
    const hours = hoursOf(restriction);
    return restriction.days.map((day) => ({ weekday: weekdays.indexOf(day), ...hours }));
  }
  const start = timeOf(restriction.from);
  const weekday = weekdays.indexOf(restriction.from_day);
  const daysAhead = (weekdays.indexOf(restriction.to_day) - weekday + 7) % 7;
  const length = daysAhead * dayMs + timeOf(restriction.to) - start;
  return [{ weekday, start, length: length > 0 ? length : length + 7 * dayMs }];
}

/** From `from` until `to` that day, or the next day where `to` is not after `from`; wall-clock milliseconds. */
export function hoursOf({ from, to }: { readonly from: string; readonly to: string }): {
  start: number;
  length: number;
} {
  const [start, end] = [timeOf(from), timeOf(to)];
  return { start, length: end > start ? end - start : end + dayMs - start };
}

function timeOf(text: string): number {
  return (Number(text.slice(0, 2)) * 60 + Number(text.slice(3, 5))) * minuteMs;
}

/** 0 = Monday; day 0 of the epoch was a Thursday. */
export function weekdayOf(day: number): number {
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
