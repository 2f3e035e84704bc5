import type { WorkTime } from '../signals/maintenance-spec.ts';
import { dayMs, type Zone } from './zone.ts';
import {
  daysNear,
  hoursOf,
  touches,
  weekdayOf,
  weekdays,
  weeklyWindows,
  windowAt,
  type Span,
} from './windows.ts';

type Monthly = Extract<WorkTime, { dates: unknown } | { nth: unknown }>;

/**
 * Every window that touches the range, whole, in order; of two that begin together the longer. Not joined, so that each keeps its
 * beginning, which is what tells it from others, from wherever it is looked at.
 */
export function workWindows(times: readonly WorkTime[], zone: Zone, range: Span): Span[] {
  const found = new Map<number, Span>();
  for (const time of times)
    for (const window of windowsOf(time, zone, range)) {
      const known = found.get(window.from);
      if (!known || known.to < window.to) found.set(window.from, window);
    }
  return [...found.values()].sort((a, b) => a.from - b.from);
}

function windowsOf(time: WorkTime, zone: Zone, range: Span): Iterable<Span> {
  if ('start' in time) {
    const window = { from: Date.parse(time.start), to: Date.parse(time.end) };
    return touches(window, range) ? [window] : [];
  }
  return 'dates' in time || 'nth' in time
    ? monthlyWindows(time, zone, range)
    : weeklyWindows(time, zone, range);
}

function* monthlyWindows(time: Monthly, zone: Zone, range: Span): Generator<Span> {
  const { start, length } = hoursOf(time);
  const days = daysNear(zone, range, length);
  for (let day = days.first; day <= days.last; day += 1) {
    if (!isOn(time, day)) continue;
    const window = windowAt(zone, day * dayMs + start, length);
    if (touches(window, range)) yield window;
  }
}

function isOn(time: Monthly, day: number): boolean {
  const wall = new Date(day * dayMs);
  const date = wall.getUTCDate();
  const length = new Date(Date.UTC(wall.getUTCFullYear(), wall.getUTCMonth() + 1, 0)).getUTCDate();
  if ('dates' in time) return time.dates.some((wanted) => (wanted === 'last' ? length : wanted) === date);
  return (
    time.days.some((name) => weekdays.indexOf(name) === weekdayOf(day)) &&
    time.nth.some((wanted) => (wanted === 'last' ? date + 7 > length : wanted === Math.ceil(date / 7)))
  );
}

/** Looked through for the next ones: a 29th of February may be eight years away. */
const aheadMs = 9 * 366 * dayMs;
const stretchMs = 62 * dayMs;

/** The windows that are not over at `now`, the next ones first; fewer than `count` where there are no more within nine years. */
export function nextWork(
  times: readonly WorkTime[],
  zone: Zone,
  { now, count, validFrom = -Infinity, validUntil = Infinity }: Asked,
): Span[] {
  const found: Span[] = [];
  for (let from = now; from < now + aheadMs && from < validUntil && found.length < count; from += stretchMs)
    for (const window of workWindows(times, zone, { from, to: from + stretchMs }))
      // One that reaches into this stretch from the one before has been found there.
      if ((from === now || window.from >= from) && window.from >= validFrom && window.from < validUntil)
        found.push(window);
  return found.slice(0, count);
}

interface Asked {
  readonly now: number;
  readonly count: number;
  readonly validFrom?: number | undefined;
  readonly validUntil?: number | undefined;
}

const dayWords = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'];
const nthWords = ['', 'first', 'second', 'third', 'fourth', 'fifth'];

/** As people say it, without the zone: `every Sunday 02:00–04:00`. */
export function workTimeText(time: WorkTime): string {
  if ('start' in time) return `once, ${minuteOf(time.start)} to ${minuteOf(time.end)} UTC`;
  if ('from_day' in time)
    return `every week from ${wordOf(time.from_day)} ${time.from} to ${wordOf(time.to_day)} ${time.to}`;
  const hours = `${time.from}–${time.to}`;
  if ('dates' in time) {
    const days = [...time.dates]
      .sort(byNumber)
      .map((date) => (date === 'last' ? 'the last day' : `the ${ordinal(date)}`));
    return `on ${listed(days)} of each month ${hours}`;
  }
  if ('nth' in time) {
    const nth = [...time.nth].sort(byNumber).map((one) => (one === 'last' ? 'last' : (nthWords[one] ?? '')));
    return `on the ${listed(nth)} ${listed(inOrder(time.days))} of each month ${hours}`;
  }
  const days = inOrder(time.days);
  return `${days.length === 7 ? 'every day' : `every ${listed(days)}`} ${hours}`;
}

function minuteOf(instant: string): string {
  return instant.slice(0, 16).replace('T', ' ');
}

function wordOf(day: (typeof weekdays)[number]): string {
  return dayWords[weekdays.indexOf(day)] ?? day;
}

function inOrder(days: readonly (typeof weekdays)[number][]): string[] {
  return dayWords.filter((_, index) => days.some((day) => weekdays.indexOf(day) === index));
}

function byNumber(a: number | 'last', b: number | 'last'): number {
  return (a === 'last' ? 99 : a) - (b === 'last' ? 99 : b);
}

function ordinal(number: number): string {
  const teens = number > 10 && number < 14;
  const end = teens ? 'th' : (['th', 'st', 'nd', 'rd'][number % 10] ?? 'th');
  return `${number}${end}`;
}

function listed(words: readonly string[]): string {
  return words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`;
}
