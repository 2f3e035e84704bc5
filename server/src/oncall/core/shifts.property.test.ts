import { env } from 'node:process';
import fc from 'fast-check';
import { afterEach, expect, test } from 'vitest';
import { slowOnCallAt } from '../testing/slow-schedule.ts';
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
          const expected = slowOnCallAt(rules, at);
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
