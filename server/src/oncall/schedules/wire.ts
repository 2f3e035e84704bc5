import type { Catalog } from '#catalog';
import type { Shift, Span } from '../core/shifts.ts';

/** The same as `Date.toISOString`; a roster has tens of thousands, mostly of a few days. */
export function iso(instant: number): string {
  const day = Math.floor(instant / dayMs);
  if (day !== lastDay.number)
    lastDay = { number: day, text: new Date(day * dayMs).toISOString().slice(0, 11) };
  const time = instant - day * dayMs;
  const known = timeTexts.get(time);
  if (known !== undefined) return lastDay.text + known;
  const text = new Date(instant).toISOString();
  if (timeTexts.size < timeTextsMax) timeTexts.set(time, text.slice(11));
  return text;
}

/** To the minute, e.g. `2026-11-25T14:30Z`. */
export function isoMinute(instant: number): string {
  return `${iso(instant).slice(0, 16)}Z`;
}

const dayMs = 86_400_000;
let lastDay = { number: Number.NaN, text: '' };
/** By milliseconds since midnight: hand-offs and hours are at few times of the day. */
const timeTexts = new Map<number, string>();
const timeTextsMax = 1_440;

export function wireSpan({ from, to }: Span): { from: string; to: string } {
  return { from: iso(from), to: iso(to) };
}

export function wireShift(shift: Shift): { from: string; to: string; people: string[] } {
  return { ...wireSpan(shift), people: [...shift.people] };
}

export function personName(catalog: Catalog, person: string): string {
  return catalog.get('Person', person)?.spec.displayName ?? person;
}

/** Everybody named in these shifts, with the name for people's eyes. */
export function namesIn(catalog: Catalog, lists: readonly (readonly Shift[])[]): Record<string, string> {
  const people = new Set(lists.flatMap((list) => list.flatMap((shift) => shift.people)));
  return Object.fromEntries([...people].sort().map((person) => [person, personName(catalog, person)]));
}

/** The zone in which a person lives: their own, else their hub's, else UTC. */
export function zoneOfPerson(catalog: Catalog, person: string): string {
  const spec = catalog.get('Person', person)?.spec;
  const hub = spec?.hub === undefined ? undefined : catalog.get('Hub', spec.hub);
  return spec?.timeZone ?? hub?.spec.timeZone ?? 'Etc/UTC';
}

/** What was asked for, from now for so many days where left out. */
export function spanOf(
  { from, to }: { from?: string | undefined; to?: string | undefined },
  { now, days }: { now: Date; days: number },
): Span {
  const start = from === undefined ? now.getTime() : Date.parse(from);
  return { from: start, to: to === undefined ? start + days * dayMs : Date.parse(to) };
}
