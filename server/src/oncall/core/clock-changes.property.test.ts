import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { expect, test } from 'vitest';
import { slowOnCallAt } from '../testing/slow-schedule.ts';
import { onCallAt, shifts, type ScheduleRules } from './shifts.ts';
import { zoneOf } from '@fieldmarshal/contract/time';

type Layer = ScheduleRules['layers'][number];
type Restriction = Layer['restrictions'][number];

/** These walk days minute by minute through Temporal, which is slow. */
const slow = { timeout: 60_000 };
const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const days = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'] as const;

/** Moments at which clocks changed in ways that trip: half an hour, two hours, a whole day, at midnight, in Ramadan, a week apart. */
const changes: readonly (readonly [string, string])[] = [
  ['Etc/UTC', '2028-02-29T00:00:00Z'],
  ['Europe/London', '2027-03-28T01:00:00Z'],
  ['Europe/London', '2027-10-31T01:00:00Z'],
  ['America/New_York', '2027-11-07T06:00:00Z'],
  ['Australia/Lord_Howe', '2027-04-03T15:00:00Z'],
  ['Australia/Lord_Howe', '2027-10-02T15:30:00Z'],
  ['Pacific/Apia', '2011-12-30T10:00:00Z'],
  ['Pacific/Kiritimati', '1995-01-01T10:00:00Z'],
  ['Pacific/Kwajalein', '1993-08-21T12:00:00Z'],
  ['Africa/Casablanca', '2027-02-07T02:00:00Z'],
  ['Africa/El_Aaiun', '2027-03-14T02:00:00Z'],
  ['Asia/Gaza', '2040-10-20T00:00:00Z'],
  ['Asia/Hebron', '2054-03-28T00:00:00Z'],
  ['America/Sao_Paulo', '2018-11-04T03:00:00Z'],
  ['America/Sao_Paulo', '2019-02-17T02:00:00Z'],
  ['America/Noronha', '2000-10-08T02:00:00Z'],
  ['Antarctica/Troll', '2027-03-28T01:00:00Z'],
  ['Antarctica/Troll', '2027-10-31T01:00:00Z'],
  ['Asia/Tehran', '2022-03-21T20:30:00Z'],
  ['America/Caracas', '2016-05-01T07:00:00Z'],
];

const person = fc.constantFrom('ada', 'bo', 'cy', 'dee');
/** Hours and half hours around midnight and the small hours, where clocks change. */
const timeOfDay = fc.constantFrom(
  ...['00:00', '00:30', '01:00', '01:30', '01:59', '02:00', '02:15', '02:30', '03:00', '12:00', '23:30'],
);
const endOfDay = fc.oneof(timeOfDay, fc.constant('24:00'));
const restriction: fc.Arbitrary<Restriction> = fc.oneof(
  fc.record({
    days: fc.uniqueArray(fc.constantFrom(...days), { minLength: 1 }),
    from: timeOfDay,
    to: endOfDay,
  }),
  fc.record({
    from_day: fc.constantFrom(...days),
    from: timeOfDay,
    to_day: fc.constantFrom(...days),
    to: endOfDay,
  }),
);

/** An instant whose wall clock falls at, just before or just after the change, on a day or month near it. */
function instantNear(change: number): fc.Arbitrary<string> {
  return fc
    .tuple(
      fc.integer({ min: -70, max: 3 }),
      fc.constantFrom(-120, -60, -31, -30, -1, 0, 1, 29, 30, 45, 60, 90, 120),
    )
    .map(([day, minutes]) => new Date(change + day * 24 * hourMs + minutes * minuteMs).toISOString());
}

function layerNear(change: number): fc.Arbitrary<Layer> {
  const instant = instantNear(change);
  return fc.record({
    name: fc.constant('layer'),
    timezone: fc.constantFrom(undefined, undefined, ...changes.map(([zone]) => zone)),
    start: fc.oneof(instant, fc.constant(new Date(change - 90 * 24 * hourMs).toISOString())),
    end: fc.option(instant, { nil: undefined, freq: 4 }),
    anchor: fc.oneof(
      fc.constant(undefined),
      instant,
      // The 29th to the 31st of January, years before: months clamp.
      fc.constantFrom('2000-01-31T02:30:00.000Z', '1992-01-29T00:30:00.000Z', '2030-12-30T01:30:00.000Z'),
    ),
    handoff: fc.record({
      type: fc.constantFrom('none', 'hourly', 'daily', 'weekly', 'monthly'),
      length: fc.integer({ min: 1, max: 4 }),
    }),
    participants: fc.array(fc.oneof(person, fc.uniqueArray(person, { minLength: 1, maxLength: 3 })), {
      minLength: 1,
      maxLength: 4,
    }),
    restrictions: fc.array(restriction, { maxLength: 3 }),
  });
}

function overrideNear(change: number): fc.Arbitrary<ScheduleRules['overrides'][number]> {
  return fc
    .record({
      kind: fc.constantFrom('take', 'replace', 'add', 'remove'),
      user: person,
      replaces: person,
      from: fc.integer({ min: -48 * 60, max: 48 * 60 }),
      minutes: fc.integer({ min: 1, max: 48 * 60 }),
    })
    .map(({ from, minutes, ...rest }) => ({
      ...rest,
      start: new Date(change + from * minuteMs).toISOString(),
      end: new Date(change + (from + minutes) * minuteMs).toISOString(),
    }));
}

const rotaNearChange = fc.constantFrom(...changes).chain(([timezone, text]) => {
  const change = Date.parse(text);
  return fc.record({
    change: fc.constant(change),
    rules: fc.record({
      timezone: fc.constant(timezone),
      combine: fc.constantFrom('precedence', 'union'),
      layers: fc.array(layerNear(change), { minLength: 1, maxLength: 3 }),
      overrides: fc.array(overrideNear(change), { maxLength: 6 }),
      fallback: fc.uniqueArray(person, { maxLength: 2 }),
    }),
  });
});

test(
  'where clocks change, every minute has the people whom the rules name, and the edges are exact',
  slow,
  () => {
    fc.assert(
      fc.property(rotaNearChange, fc.integer({ min: 0, max: 59 }), ({ rules, change }, offset) => {
        const asked = { from: change - 30 * hourMs, to: change + 30 * hourMs };
        const found = shifts(rules, asked);
        const edges = found.flatMap(({ from, to }) => [from, from + 1, to - 1]);
        const steps = Array.from({ length: 60 }, (_, step) => asked.from + (step * 60 + offset) * minuteMs);
        for (const at of [...steps, ...edges]) {
          const people = found.find((shift) => shift.from <= at && at < shift.to)?.people;
          expect({ at, people }).toEqual({ at, people: slowOnCallAt(rules, at) });
        }
      }),
      { numRuns: 60 },
    );
  },
);

test('roster and pager agree at a thousand random instants', slow, () => {
  const instants = { minLength: 20, maxLength: 20 };
  fc.assert(
    fc.property(
      rotaNearChange,
      fc.array(fc.integer({ min: -60 * 24 * 60, max: 60 * 24 * 60 }), instants),
      ({ rules, change }, minutes) => {
        const roster = shifts(rules, { from: change - 61 * 24 * hourMs, to: change + 61 * 24 * hourMs });
        for (const minute of minutes) {
          const at = change + minute * minuteMs + 17;
          expect(onCallAt(rules, at)).toEqual(
            roster.find((shift) => shift.from <= at && at < shift.to)?.people,
          );
        }
      },
    ),
    { numRuns: 50 },
  );
});

test(
  'every clock of every zone is read as Temporal reads it, also where two changes are six days apart',
  slow,
  () => {
    for (const [zone, text] of changes) {
      const change = Date.parse(text);
      const known = zoneOf(zone);
      for (let minutes = -9 * 24 * 60; minutes <= 9 * 24 * 60; minutes += 105) {
        const at = change + minutes * minuteMs;
        const wall = Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(zone).toPlainDateTime();
        const wallMs = wall.toZonedDateTime('UTC').epochMilliseconds;
        expect([zone, at, known.wallAt(at)]).toEqual([zone, at, wallMs]);
        // The same number read as a wall clock, which may not exist or exist twice.
        const given = new Date(at).toISOString().slice(0, 23);
        const expected = Temporal.PlainDateTime.from(given).toZonedDateTime(zone).epochMilliseconds;
        expect([zone, given, known.instantOf(at)]).toEqual([zone, given, expected]);
      }
    }
  },
);
