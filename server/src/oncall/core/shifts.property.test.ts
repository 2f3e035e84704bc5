import { env } from 'node:process';
import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { afterEach, expect, test } from 'vitest';
import { onCallAt, shifts, type ScheduleRules } from './shifts.ts';

type Layer = ScheduleRules['layers'][number];
type Restriction = Layer['restrictions'][number];

const days = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'] as const;
const zones = [
  'Etc/UTC',
  'Europe/London',
  'America/Denver',
  'Australia/Lord_Howe',
  'Africa/Casablanca',
  'Asia/Kolkata',
];
const first = Date.UTC(2026, 0, 1);
const last = Date.UTC(2028, 0, 1);

const instantMs = fc
  .integer({ min: first / 900_000, max: last / 900_000 })
  .map((quarter) => quarter * 900_000);
const instant = instantMs.map((ms) => new Date(ms).toISOString());
const time = fc.integer({ min: 0, max: 96 }).map((quarter) => {
  const minutes = quarter * 15;
  return `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;
});
const startTime = time.filter((text) => text !== '24:00');
const person = fc.constantFrom('ada', 'bo', 'cy', 'dee', 'eve');
const restriction: fc.Arbitrary<Restriction> = fc.oneof(
  fc.record({ days: fc.uniqueArray(fc.constantFrom(...days), { minLength: 1 }), from: startTime, to: time }),
  fc.record({
    from_day: fc.constantFrom(...days),
    from: startTime,
    to_day: fc.constantFrom(...days),
    to: time,
  }),
);
const layer: fc.Arbitrary<Layer> = fc.record({
  name: fc.constant('layer'),
  timezone: fc.constantFrom(undefined, ...zones),
  start: instant,
  end: fc.option(instant, { nil: undefined }),
  anchor: fc.option(instant, { nil: undefined }),
  handoff: fc.record({
    type: fc.constantFrom('none', 'hourly', 'daily', 'weekly', 'monthly'),
    length: fc.integer({ min: 1, max: 5 }),
  }),
  participants: fc.array(fc.oneof(person, fc.uniqueArray(person, { minLength: 1, maxLength: 3 })), {
    minLength: 1,
    maxLength: 4,
  }),
  restrictions: fc.array(restriction, { maxLength: 3 }),
});
const override = fc.record({
  kind: fc.constantFrom('take', 'replace', 'add', 'remove'),
  user: person,
  start: instant,
  end: instant,
  replaces: person,
});
const rota: fc.Arbitrary<ScheduleRules> = fc.record({
  timezone: fc.constantFrom(...zones),
  combine: fc.constantFrom('precedence', 'union'),
  layers: fc.array(layer, { maxLength: 3 }),
  overrides: fc.array(override, { maxLength: 5 }),
  fallback: fc.uniqueArray(person, { maxLength: 1 }),
});
const range = fc
  .tuple(instantMs, fc.integer({ min: 1, max: 60 * 96 }))
  .map(([from, quarters]) => ({ from, to: from + quarters * 900_000 }));

/** The rules once more, for one moment, told with Temporal and by search: slow, and independent of the product's code. */
function naive(rules: ScheduleRules, at: number): string[] {
  const perLayer = rules.layers.map((each) => naiveLayer(each, each.timezone ?? rules.timezone, at));
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

function naiveLayer(each: Layer, zone: string, at: number): string[] {
  if (at < Date.parse(each.start) || (each.end !== undefined && at >= Date.parse(each.end))) return [];
  if (each.restrictions.length > 0 && !each.restrictions.some((window) => isInside(window, zone, at)))
    return [];
  const slot = each.participants[naiveTurn(each, zone, at)];
  return slot === undefined ? [] : [slot].flat();
}

function naiveTurn({ handoff, anchor, start, participants }: Layer, zone: string, at: number): number {
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

const zoneOfProcess = env['TZ'];
afterEach(() => {
  if (zoneOfProcess === undefined) delete env['TZ'];
  else env['TZ'] = zoneOfProcess;
});

test('shifts tile what was asked for, in order, each different from the one before', () => {
  fc.assert(
    fc.property(rota, range, (rules, asked) => {
      const found = shifts(rules, asked);
      expect(found[0]?.from).toBe(asked.from);
      expect(found.at(-1)?.to).toBe(asked.to);
      found.forEach((shift, index) => {
        expect(shift.from).toBeLessThan(shift.to);
        const next = found[index + 1];
        if (!next) return;
        expect(next.from).toBe(shift.to);
        expect(next.people).not.toEqual(shift.people);
      });
    }),
    { numRuns: 300 },
  );
});

test('every moment has the people the rules name, and roster and pager agree', () => {
  fc.assert(
    fc.property(
      rota,
      range,
      fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 8, maxLength: 8 }),
      (rules, asked, shares) => {
        const found = shifts(rules, asked);
        const moments = [
          ...shares.map((share) => Math.floor(asked.from + share * (asked.to - 1 - asked.from))),
          ...found.slice(0, 10).flatMap((shift) => [shift.from, shift.to - 1]),
        ];
        for (const at of moments) {
          const shift = found.find((each) => each.from <= at && at < each.to);
          const expected = naive(rules, at);
          expect({ at, people: shift?.people }).toEqual({ at, people: expected });
          expect(onCallAt(rules, at)).toEqual(expected);
        }
      },
    ),
    { numRuns: 400 },
  );
});

test('a question about a part gives that part of the answer', () => {
  fc.assert(
    fc.property(rota, range, fc.double({ min: 0.1, max: 0.9, noNaN: true }), (rules, asked, share) => {
      const middle = Math.floor(asked.from + share * (asked.to - asked.from));
      const whole = shifts(rules, asked).filter((shift) => shift.to > middle);
      const part = shifts(rules, { from: middle, to: asked.to });
      expect(part).toEqual(whole.map((shift) => ({ ...shift, from: Math.max(shift.from, middle) })));
    }),
    { numRuns: 200 },
  );
});

test('answers do not depend on the zone of the process', () => {
  fc.assert(
    fc.property(rota, range, (rules, asked) => {
      env['TZ'] = 'Pacific/Kiritimati';
      const east = shifts(rules, asked);
      env['TZ'] = 'America/Los_Angeles';
      expect(shifts(rules, asked)).toEqual(east);
    }),
    { numRuns: 100 },
  );
});
