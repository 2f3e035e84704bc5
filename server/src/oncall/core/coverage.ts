import type { Shift, Span } from './shifts.ts';
import { dayMs, zoneOf, type Zone } from '@fieldmarshal/contract/time';

const hourMs = 3_600_000;
/** Night in the person's own zone: from 22:00 to 07:00. */
const nightFromHour = 22;
const nightToHour = 7;
/** Rest between two shifts that nobody should have to go below. */
export const restHoursMin = 11;

export interface Load {
  readonly person: string;
  readonly timeZone: string;
  readonly hours: number;
  readonly nightHours: number;
  readonly weekendHours: number;
  readonly shifts: number;
  /** Null with fewer than two shifts. */
  readonly shortestRestHours: number | null;
  /** How many rests are shorter than 11 hours, of how many. */
  readonly shortRests: number;
}

/** What each person carries over a stretch, by name. `zones`: their own; nights and weekends are theirs, not the schedule's. */
export function loads(shifts: readonly Shift[], zones: ReadonlyMap<string, string>): Load[] {
  const spans = spansByPerson(shifts);
  return [...spans.entries()]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([person, list]) => {
      const timeZone = zones.get(person) ?? 'Etc/UTC';
      const rests = list.slice(1).map((span, index) => (span.from - (list[index]?.to ?? span.from)) / hourMs);
      return {
        person,
        timeZone,
        hours: sum(list.map(({ from, to }) => to - from)) / hourMs,
        ...unsocial(list, zoneOf(timeZone)),
        shifts: list.length,
        shortestRestHours: rests.length === 0 ? null : Math.min(...rests),
        shortRests: rests.filter((rest) => rest < restHoursMin).length,
      };
    });
}

/** The stretches in which each person is on without a break. */
export function spansByPerson(shifts: readonly Shift[]): Map<string, Span[]> {
  const spans = new Map<string, { from: number; to: number }[]>();
  for (const { from, to, people } of shifts) {
    for (const person of people) {
      const list = spans.get(person) ?? [];
      spans.set(person, list);
      const last = list.at(-1);
      if (last?.to === from) last.to = to;
      else list.push({ from, to });
    }
  }
  return spans;
}

function unsocial(spans: readonly Span[], zone: Zone): { nightHours: number; weekendHours: number } {
  let [night, weekend] = [0, 0];
  for (const { from, to } of spans) {
    for (let day = Math.floor(zone.wallAt(from) / dayMs) - 1; day * dayMs <= zone.wallAt(to); day += 1) {
      night += overlap({ from, to }, zone, [
        day * dayMs + nightFromHour * hourMs,
        (day + 1) * dayMs + nightToHour * hourMs,
      ]);
      // Day 0 of the epoch was a Thursday, so 2 and 3 are Saturday and Sunday.
      if ([2, 3].includes(((day % 7) + 7) % 7))
        weekend += overlap({ from, to }, zone, [day * dayMs, (day + 1) * dayMs]);
    }
  }
  return { nightHours: night / hourMs, weekendHours: weekend / hourMs };
}

function overlap({ from, to }: Span, zone: Zone, [start, end]: readonly [number, number]): number {
  return Math.max(0, Math.min(to, zone.instantOf(end)) - Math.max(from, zone.instantOf(start)));
}

export interface Part {
  readonly name: 'holes' | 'hours' | 'nights and weekends' | 'rest';
  /** 0 to 100. */
  readonly score: number;
  readonly sentence: string;
}

interface Judged {
  readonly range: Span;
  readonly holes: readonly Span[];
  readonly loads: readonly Load[];
}

/**
 * How good a rota is, in four parts and as a whole. Holes weigh most: a day without anybody in the year costs 10 points of that part.
 * Hours, and nights with weekends, are even when nobody carries more than the average; rest counts rests under 11 hours.
 * Null where nobody is ever on.
 */
export function judge({ range, holes, loads: carried }: Judged): { score: number; parts: Part[] } | null {
  if (carried.length === 0) return null;
  const parts = [holesPart(range, holes), hoursPart(carried), unsocialPart(carried), restPart(carried)];
  const weights = [4, 2, 2, 2];
  const total = sum(parts.map(({ score }, index) => score * (weights[index] ?? 0)));
  return { score: Math.round(total / sum(weights)), parts };
}

function holesPart(range: Span, holes: readonly Span[]): Part {
  const hours = sum(holes.map(({ from, to }) => to - from)) / hourMs;
  const perYear = (hours * 364 * dayMs) / Math.max(1, range.to - range.from);
  return {
    name: 'holes',
    score: clamp(100 - (perYear / 24) * 10),
    sentence:
      holes.length === 0
        ? 'Somebody is on at every moment.'
        : `${holes.length} ${holes.length === 1 ? 'hole' : 'holes'}, ${round(hours)} h together, in which nobody of the rota is on.`,
  };
}

function hoursPart(carried: readonly Load[]): Part {
  return evenness(carried, { name: 'hours', of: ({ hours }) => hours, what: 'hours' });
}

function unsocialPart(carried: readonly Load[]): Part {
  return evenness(carried, {
    name: 'nights and weekends',
    of: ({ nightHours, weekendHours }) => nightHours + weekendHours,
    what: 'hours at night or on weekends, each in their own zone',
  });
}

interface Measure {
  readonly name: Part['name'];
  readonly of: (load: Load) => number;
  readonly what: string;
}

function evenness(carried: readonly Load[], { name, of, what }: Measure): Part {
  const values = carried.map((load) => of(load));
  const average = sum(values) / values.length;
  const [most] = carried.toSorted((a, b) => of(b) - of(a));
  if (most === undefined || average === 0) return { name, score: 100, sentence: `Nobody has any ${what}.` };
  const excess = sum(values.map((value) => Math.abs(value - average))) / 2 / sum(values);
  return {
    name,
    score: clamp(100 - excess * 200),
    sentence: `${most.person} carries most: ${round(of(most))} ${what}, against ${round(average)} on average of ${carried.length} ${carried.length === 1 ? 'person' : 'people'}.`,
  };
}

function restPart(carried: readonly Load[]): Part {
  const rests = sum(carried.map(({ shifts }) => Math.max(0, shifts - 1)));
  const short = sum(carried.map(({ shortRests }) => shortRests));
  return {
    name: 'rest',
    score: rests === 0 ? 100 : clamp(100 - (short / rests) * 100),
    sentence:
      short === 0
        ? `Nobody rests less than ${restHoursMin} h between two shifts.`
        : `${short} of ${rests} rests between two shifts are shorter than ${restHoursMin} h.`,
  };
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

function clamp(score: number): number {
  return Math.max(0, Math.min(100, Math.round(score)));
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
