import { Temporal } from 'temporal-polyfill';
import type { ScheduleRules } from '../core/shifts.ts';

type Layer = ScheduleRules['layers'][number];
type Restriction = Layer['restrictions'][number];

const days = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'] as const;

/** The rules once more, for one moment, told with Temporal and by search: slow, and independent of the product's code. */
export function slowOnCallAt(rules: ScheduleRules, at: number): string[] {
  const perLayer = rules.layers.map((each) => slowLayer(each, each.timezone ?? rules.timezone, at));
  let people =
    rules.combine === 'union' ? perLayer.flat() : (perLayer.findLast((set) => set.length > 0) ?? []);
  for (const each of rules.overrides) {
    if (at < Date.parse(each.start) || at >= Date.parse(each.end)) continue;
    if (each.kind === 'take') people = [each.user];
    if (each.kind === 'add') people = [...people, each.user];
    if (each.kind === 'remove') people = people.filter((name) => name !== each.user);
    if (each.kind === 'replace') people = people.map((name) => (name === each.replaces ? each.user : name));
  }
  if (people.length === 0) people = rules.fallback;
  return [...new Set(people)].sort();
}

function slowLayer(each: Layer, zone: string, at: number): string[] {
  if (at < Date.parse(each.start) || (each.end !== undefined && at >= Date.parse(each.end))) return [];
  if (each.restrictions.length > 0 && !each.restrictions.some((window) => isInside(window, zone, at)))
    return [];
  const slot = each.participants[slowTurn(each, zone, at)];
  return slot === undefined ? [] : [slot].flat();
}

function slowTurn({ handoff, anchor, start, participants }: Layer, zone: string, at: number): number {
  if (handoff.type === 'none') return 0;
  const origin = Temporal.Instant.from(anchor ?? start);
  const wall = origin.toZonedDateTimeISO(zone).toPlainDateTime();
  const unit = { hourly: 'hours', daily: 'days', weekly: 'weeks', monthly: 'months' }[handoff.type];
  const handoffAt = (turn: number): number =>
    handoff.type === 'hourly'
      ? origin.epochMilliseconds + turn * handoff.length * 3_600_000
      : wall.add({ [unit]: turn * handoff.length }).toZonedDateTime(zone, { disambiguation: 'compatible' })
          .epochMilliseconds;
  const lengthMs =
    handoff.length * { hourly: 1, daily: 24, weekly: 168, monthly: 732 }[handoff.type] * 3_600_000;
  let turn = Math.floor((at - origin.epochMilliseconds) / lengthMs) - 3;
  while (handoffAt(turn + 1) <= at) turn += 1;
  return ((turn % participants.length) + participants.length) % participants.length;
}

function isInside(window: Restriction, zone: string, at: number): boolean {
  const today = Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(zone).toPlainDate();
  const resolve = (date: Temporal.PlainDate, text: string): number => {
    const day = text === '24:00' ? date.add({ days: 1 }) : date;
    const clock = Temporal.PlainTime.from(text === '24:00' ? '00:00' : text);
    return day.toPlainDateTime(clock).toZonedDateTime(zone, { disambiguation: 'compatible' })
      .epochMilliseconds;
  };
  for (let back = 9; back >= -2; back -= 1) {
    const date = today.subtract({ days: back });
    const weekday = days[date.dayOfWeek - 1];
    let span: number;
    if ('days' in window) {
      if (!window.days.some((day) => day === weekday)) continue;
      span = window.to <= window.from ? 1 : 0;
    } else {
      if (window.from_day !== weekday) continue;
      span = (days.indexOf(window.to_day) - days.indexOf(window.from_day) + 7) % 7;
      if (span === 0 && window.to <= window.from) span = 7;
    }
    if (at >= resolve(date, window.from) && at < resolve(date.add({ days: span }), window.to)) return true;
  }
  return false;
}
