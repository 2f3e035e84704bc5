import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { describe, expect, test } from 'vitest';
import type { WorkTime } from '../signals/maintenance-spec.ts';
import { nextWork, workTimeText, workWindows } from './work-times.ts';
import { zoneOf } from './zone.ts';

const at = (text: string): number => Date.parse(text);
const shown = (spans: readonly { from: number; to: number }[]) =>
  spans.map(({ from, to }) => [
    new Date(from).toISOString().slice(0, 16),
    new Date(to).toISOString().slice(0, 16),
  ]);
const between = (times: WorkTime[], zone: string, from: string, to: string) =>
  shown(workWindows(times, zoneOf(zone), { from: at(from), to: at(to) }));

describe('windows of work', () => {
  test('stay at their hour on the wall when clocks change', () => {
    const sundays: WorkTime[] = [{ days: ['SU'], from: '04:00', to: '05:00' }];
    expect(between(sundays, 'Europe/London', '2027-03-21T00:00Z', '2027-04-04T00:00Z')).toEqual([
      ['2027-03-21T04:00', '2027-03-21T05:00'],
      ['2027-03-28T03:00', '2027-03-28T04:00'],
    ]);
  });

  test('one over a change of clocks ends at its hour: an hour shorter in spring, an hour longer in autumn', () => {
    const nights: WorkTime[] = [{ days: ['SA'], from: '23:00', to: '03:00' }];
    expect(between(nights, 'Europe/London', '2027-03-27T12:00Z', '2027-03-28T12:00Z')).toEqual([
      ['2027-03-27T23:00', '2027-03-28T02:00'],
    ]);
    expect(between(nights, 'Europe/London', '2027-10-30T12:00Z', '2027-10-31T12:00Z')).toEqual([
      ['2027-10-30T22:00', '2027-10-31T03:00'],
    ]);
  });

  test('an hour that the clock skips begins after the gap, one that comes twice is the first', () => {
    const early: WorkTime[] = [{ days: ['SU'], from: '01:30', to: '02:30' }];
    // Both ends are 01:30 UTC then, so nothing is left of it.
    expect(between(early, 'Europe/London', '2027-03-28T00:00Z', '2027-03-28T12:00Z')).toEqual([]);
    const longer: WorkTime[] = [{ days: ['SU'], from: '01:30', to: '03:30' }];
    expect(between(longer, 'Europe/London', '2027-03-28T00:00Z', '2027-03-28T12:00Z')).toEqual([
      ['2027-03-28T01:30', '2027-03-28T02:30'],
    ]);
    expect(between(early, 'Europe/London', '2027-10-31T00:00Z', '2027-10-31T12:00Z')).toEqual([
      ['2027-10-31T00:30', '2027-10-31T02:30'],
    ]);
  });

  test('days of the month: a month without the 31st has none, the last day is the last', () => {
    expect(
      between(
        [{ dates: [31], from: '01:00', to: '02:00' }],
        'Etc/UTC',
        '2027-01-01T00:00Z',
        '2027-06-01T00:00Z',
      ),
    ).toEqual([
      ['2027-01-31T01:00', '2027-01-31T02:00'],
      ['2027-03-31T01:00', '2027-03-31T02:00'],
      ['2027-05-31T01:00', '2027-05-31T02:00'],
    ]);
    expect(
      between(
        [{ dates: ['last'], from: '23:00', to: '01:00' }],
        'Etc/UTC',
        '2028-02-01T00:00Z',
        '2028-04-01T00:00Z',
      ),
    ).toEqual([
      ['2028-01-31T23:00', '2028-02-01T01:00'],
      ['2028-02-29T23:00', '2028-03-01T01:00'],
      ['2028-03-31T23:00', '2028-04-01T01:00'],
    ]);
  });

  test('the second Tuesday and the last Sunday of a month', () => {
    const times: WorkTime[] = [
      { nth: [2], days: ['TU'], from: '06:00', to: '08:00' },
      { nth: ['last'], days: ['SU'], from: '06:00', to: '08:00' },
    ];
    expect(between(times, 'America/Denver', '2027-02-01T00:00Z', '2027-03-01T00:00Z')).toEqual([
      ['2027-02-09T13:00', '2027-02-09T15:00'],
      ['2027-02-28T13:00', '2027-02-28T15:00'],
    ]);
  });

  test('the last of a weekday may be the seventh day from the end; of two that begin together the longer counts', () => {
    const times: WorkTime[] = [
      { nth: ['last'], days: ['SU'], from: '06:00', to: '08:00' },
      { nth: ['last'], days: ['SU'], from: '06:00', to: '09:00' },
      { nth: ['last'], days: ['SU'], from: '06:00', to: '07:00' },
    ];
    expect(between(times, 'Etc/UTC', '2027-07-01T00:00Z', '2027-08-01T00:00Z')).toEqual([
      ['2027-07-25T06:00', '2027-07-25T09:00'],
    ]);
  });

  test('each of the next ones is there once, also where looking ahead is cut in the middle of one', () => {
    const nights: WorkTime[] = [
      { days: ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'], from: '22:00', to: '02:00' },
    ];
    const found = nextWork(nights, zoneOf('Etc/UTC'), { now: at('2027-01-01T00:00Z'), count: 200 });
    expect(found).toHaveLength(200);
    expect(new Set(found.map(({ from }) => from)).size).toBe(200);
    expect(shown(found)[0]).toEqual(['2026-12-31T22:00', '2027-01-01T02:00']);
  });

  test('the next ones are found however far away; none after the end of validity', () => {
    const leap: WorkTime[] = [{ nth: [5], days: ['SU'], from: '00:00', to: '01:00' }];
    const now = at('2027-02-01T00:00Z');
    expect(shown(nextWork(leap, zoneOf('Etc/UTC'), { now, count: 2 })).map(([from]) => from)).toEqual([
      '2027-05-30T00:00',
      '2027-08-29T00:00',
    ]);
    const validUntil = at('2027-06-01T00:00Z');
    expect(nextWork(leap, zoneOf('Etc/UTC'), { now, count: 9, validUntil })).toHaveLength(1);
    expect(nextWork(leap, zoneOf('Etc/UTC'), { now, count: 1, validFrom: validUntil })[0]?.from).toBe(
      at('2027-08-29T00:00Z'),
    );
  });

  const zones = ['Europe/London', 'America/St_Johns', 'Australia/Lord_Howe', 'Africa/Cairo', 'Pacific/Apia'];
  const hour = fc.integer({ min: 0, max: 23 }).map((number) => `${String(number).padStart(2, '0')}:30`);
  const time: fc.Arbitrary<WorkTime> = fc.oneof(
    fc.record({
      dates: fc.array(fc.oneof(fc.integer({ min: 1, max: 31 }), fc.constant('last' as const)), {
        minLength: 1,
        maxLength: 4,
      }),
      from: hour,
      to: hour,
    }),
    fc.record({ days: fc.subarray(['MO', 'WE', 'SU'] as const, { minLength: 1 }), from: hour, to: hour }),
    fc.record({
      nth: fc.subarray([1, 5, 'last'] as const, { minLength: 1 }),
      days: fc.constant<('SU' | 'MO')[]>(['SU']),
      from: hour,
      to: hour,
    }),
  );

  test('whatever the zone and the rule: a window begins where Temporal has its wall clock, and the same ones are found from any moment', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...zones),
        time,
        fc.integer({ min: 0, max: 20_000 }),
        (name, rule, hours) => {
          const zone = zoneOf(name);
          const from = at('2026-01-01T00:00Z') + hours * 3_600_000;
          const range = { from, to: from + 40 * 86_400_000 };
          const found = workWindows([rule], zone, range);
          for (const window of found) {
            const wall = Temporal.Instant.fromEpochMilliseconds(window.from).toZonedDateTimeISO(name);
            const wanted = 'from' in rule ? rule.from : '';
            const meant = wall.toPlainDate().toZonedDateTime({ timeZone: name, plainTime: wanted });
            expect(meant.epochMilliseconds).toBe(window.from);
            const later = { from: window.to - 1, to: window.to + 1 };
            expect(workWindows([rule], zone, later)).toContainEqual(window);
          }
        },
      ),
      { numRuns: 300 },
    );
  });
});

test.each<[WorkTime, string]>([
  [{ days: ['SU'], from: '02:00', to: '04:00' }, 'every Sunday 02:00–04:00'],
  [{ days: ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'], from: '22:00', to: '02:00' }, 'every day 22:00–02:00'],
  [{ days: ['FR', 'MO'], from: '02:00', to: '04:00' }, 'every Monday and Friday 02:00–04:00'],
  [
    { from_day: 'FR', from: '22:00', to_day: 'SU', to: '06:00' },
    'every week from Friday 22:00 to Sunday 06:00',
  ],
  [
    { dates: ['last', 1, 12, 22], from: '01:00', to: '02:00' },
    'on the 1st, the 12th, the 22nd and the last day of each month 01:00–02:00',
  ],
  [
    { nth: [2, 'last'], days: ['TU'], from: '06:00', to: '08:00' },
    'on the second and last Tuesday of each month 06:00–08:00',
  ],
  [
    { start: '2027-01-01T00:00:00Z', end: '2027-01-01T04:00:00Z' },
    'once, 2027-01-01 00:00 to 2027-01-01 04:00 UTC',
  ],
])('%o reads “%s”', (time, words) => {
  expect(workTimeText(time)).toBe(words);
});
