import { describe, expect, it } from 'vitest';
import { behindOf } from './behind.ts';
import { quantile, spreadOf } from './distribution.ts';
import { handoversOf } from './handovers.ts';
import { loadOf } from './load.ts';
import { localTimeOf } from './local-time.ts';
import { falseAlarmsOf, ruleNoise, worthOf } from './noise.ts';
import { overviewOf } from './overview.ts';
import { daysBefore, periodOf } from './period.ts';
import { hour, known, minute, paged } from './testing-history.ts';

/**
 * A month, small enough to count by hand. Ten incidents: eight over, of which one false alarm; two found by people; one with a wrong clock.
 */
const product = (name: string) => ({ kind: 'product', name, title: name });
const history = [
  known('1', {
    times: { detect: 2 * minute, resolve: hour },
    cause: product('files'),
    userMinutes: 600,
    customers: { acme: 400, globex: 200 },
  }),
  known('2', {
    times: { detect: 4 * minute, resolve: 2 * hour },
    cause: product('files'),
    userMinutes: 300,
    customers: { acme: 300 },
    state: 'reviewed',
    rca: 'done',
    actions: { unfinished: 1, overdue: 1, done: 2, dropped: 0 },
  }),
  known('3', {
    times: { detect: 6 * minute, resolve: 3 * hour },
    foundBy: 'monitoring',
    cause: product('maps'),
    reopened: 1,
    rca: 'overdue',
  }),
  known('4', {
    times: { resolve: 4 * hour },
    foundBy: 'people',
    product: 'maps',
    userMinutes: 50,
    customers: { globex: 50 },
    rca: 'waiting',
  }),
  known('5', {
    times: { detect: 10 * minute, resolve: 20 * minute },
    isFalseAlarm: true,
    personMinutes: 25,
    rca: 'dismissed',
    pages: [paged('ola', '2026-11-20T23:10:00Z', { night: '2026-11-20', hour: 23 })],
  }),
  known('6', { times: { detect: -5 * minute, resolve: 30 * minute }, cause: product('files'), rca: 'below' }),
  known('7', { times: { detect: 8 * minute }, state: 'investigating' }),
  known('8', { times: {}, foundBy: 'people', state: 'triage' }),
  known('9', {
    times: { detect: 12 * minute, resolve: 5 * hour },
    cause: { kind: 'environment', name: 'eu-prod', title: 'EU' },
    state: 'reviewed',
    rca: 'accepted',
    actions: { unfinished: 1, overdue: 0, done: 0, dropped: 1 },
  }),
  known('10', { times: { detect: 14 * minute, resolve: 6 * hour }, foundBy: 'monitoring' }),
];
const earlier = [
  known('a', { times: { resolve: hour } }),
  known('b', { times: { resolve: 3 * hour }, foundBy: 'people' }),
];
const numbers = overviewOf(history, earlier);

describe('a month counted by hand', () => {
  it('was found by machines in eight of ten, in one of two before', () => {
    expect(numbers.detectedBeforeUsers).toEqual({ part: 8, of: 10, before: { part: 1, of: 2 } });
    expect(numbers.foundBy).toEqual({ check: 6, monitoring: 2, people: 2 });
    expect(numbers).toMatchObject({ incidents: 10, before: 2, open: 2 });
  });

  it('took a median of 3 h and a ninetieth of 6 h to resolve, of eight, and says that eight are few', () => {
    // 20, 30, 60, 120, 180, 240, 300, 360 min: the 4th of 8 is 120 min, the 8th (90 %) 360.
    expect(numbers.times.find(({ measure }) => measure === 'resolve')).toEqual({
      ...{ measure: 'resolve', n: 8, none: 2, negative: 0, p50: 2 * hour, p90: 6 * hour, few: true },
      ...{ min: 20 * minute, max: 6 * hour, bands: [0, 0, 0, 3, 3, 2, 0] },
      before: { n: 2, p50: hour, p90: 3 * hour },
    });
  });

  it('counts a time below zero as what it is, and in no quantile', () => {
    // 2, 4, 6, 8, 10, 12, 14 min: the 4th of 7 is 8 min, the 7th (90 %) 14; minus 5 min is a wrong clock.
    expect(numbers.times.find(({ measure }) => measure === 'detect')).toMatchObject({
      ...{ n: 7, none: 2, negative: 1, p50: 8 * minute, p90: 14 * minute, min: 2 * minute },
      bands: [0, 2, 5, 0, 0, 0, 0],
    });
  });

  it('had one cause three times, of five known', () => {
    expect(numbers.recurrence).toMatchObject({ of: 5, repeats: 2, causes: [{ name: 'files', n: 3 }] });
    expect(numbers.recurrence.causes).toHaveLength(1);
  });

  it('cost 950 user-minutes in three incidents, by the product that caused them, by customer', () => {
    expect(numbers.impact).toMatchObject({ userMinutes: 950, known: 3 });
    expect(numbers.impact.byProduct).toMatchObject([
      { name: 'files', incidents: 2, userMinutes: 900 },
      { name: 'maps', incidents: 1, userMinutes: 50 },
    ]);
    expect(numbers.impact.byCustomer).toMatchObject([
      { name: 'acme', incidents: 2, userMinutes: 700 },
      { name: 'globex', incidents: 2, userMinutes: 250 },
    ]);
  });

  it('had two of eight reviewed, one opened again, and six without any action', () => {
    expect(numbers.reviewed).toMatchObject({ part: 2, of: 8 });
    expect(numbers.reopened).toMatchObject({ part: 1, of: 8 });
    expect(numbers.actions).toMatchObject({
      ...{ agreed: 5, unfinished: 2, overdue: 1, done: 2, dropped: 1 },
      without: { part: 6, of: 8, before: { part: 2, of: 2 } },
    });
  });

  it('was flagged for a deep analysis five times of six looks, and it came of three', () => {
    expect(numbers.rca).toEqual({
      ...{ assessed: 6, flagged: 5, accepted: 3, dismissed: 1, waiting: 1, done: 1, overdue: 1 },
    });
  });

  it('cried wolf once in seven, which cost a page at night and 25 minutes', () => {
    expect(falseAlarmsOf(history)).toEqual({
      n: 1,
      of: 7,
      pages: 1,
      nightPages: 1,
      people: 1,
      personMinutes: 25,
    });
  });
});

describe('what is behind a number', () => {
  const behind = (name: string) =>
    history.flatMap((one) => {
      const adds = behindOf(name)?.adds(one);
      return adds === undefined ? [] : [one.id];
    });
  it.each([
    ['before-users', ['1', '2', '3', '5', '6', '7', '9', '10']],
    ['resolve:none', ['7', '8']],
    ['resolve:3', ['1', '5', '6']],
    ['detect:negative', ['6']],
    ['detect', ['1', '2', '3', '5', '7', '9', '10']],
    ['cause:product:files', ['1', '2', '6']],
    ['customer:globex', ['1', '4']],
    ['product:files', ['1', '2']],
    ['user-minutes', ['1', '2', '4']],
    ['false-alarm', ['5']],
    ['person:ola', ['5']],
    ['person:ola:night', ['5']],
    ['person:ola:10', []],
    ['hub:emea:23', ['5']],
    ['no-action', ['1', '3', '4', '5', '6', '10']],
    ['rca-accepted', ['2', '3', '9']],
  ])('%s: the incidents that it counts', (name, ids) => {
    expect(behind(name)).toEqual(ids);
  });

  it.each(['', 'resolve:7', 'resolve:1:2', 'person:ola:25', '__proto__', 'user-minutes:x'])(
    'refuses what no number is called: %s',
    (name) => {
      expect(behindOf(name)).toBeNull();
    },
  );
});

describe('load', () => {
  const night = { hour: 3, night: '2026-11-20', nightMinute: 300 };
  const load = loadOf([
    {
      pages: [
        paged('ola', '2026-11-20T10:00:00Z'),
        paged('ola', '2026-11-20T10:14:00Z', { ackMs: 3 * minute }),
        paged('ola', '2026-11-21T02:00:00Z', night),
        paged('ola', '2026-11-22T02:00:00Z', { ...night, night: '2026-11-21', weekend: true, ackMs: null }),
        paged('ola', '2026-11-24T02:00:00Z', { ...night, night: '2026-11-23', nightMinute: 60 }),
        paged('mira', '2026-11-20T10:05:00Z', {
          hub: 'amer',
          hour: 3,
          night: '2026-11-19',
          nightMinute: 120,
        }),
        paged('mira', '2026-11-20T13:00:00Z', {
          hub: 'amer',
          hour: 6,
          night: '2026-11-19',
          nightMinute: 480,
        }),
      ],
    },
  ]);
  it('counts pages, interruptions, nights and nights in a row of each person', () => {
    expect(load.pages).toBe(7);
    expect(load.people).toMatchObject([
      {
        ...{ person: 'ola', pages: 5, interruptions: 4, nightPages: 3, nights: 3, nightsInARow: 2 },
        ...{ outOfHours: 3, answered: 4, ackP50: minute, ackP90: 3 * minute, leastRestMinutes: 300 },
      },
      // 22 to 0, to 6, to 7: six hours.
      { person: 'mira', pages: 2, interruptions: 2, nights: 1, nightsInARow: 1, leastRestMinutes: 360 },
    ]);
  });
  it('counts them by hub and hour of the day of who was paged', () => {
    const emea = load.hubs.find(({ hub }) => hub === 'emea');
    expect(load.hubs.map(({ hub }) => hub)).toEqual(['amer', 'emea']);
    expect(emea).toMatchObject({ pages: 5, people: 1, interruptions: 4, nightPages: 3 });
    expect([emea?.hours[3], emea?.hours[10], emea?.hours.length]).toEqual([3, 2, 24]);
  });
  it.each([
    [
      '2026-11-20T23:30:00Z',
      'Europe/London',
      { hour: 23, weekend: false, night: '2026-11-20', nightMinute: 90 },
    ],
    [
      '2026-11-21T06:30:00Z',
      'Europe/London',
      { hour: 6, weekend: true, night: '2026-11-20', nightMinute: 510 },
    ],
    [
      '2026-11-21T06:30:00Z',
      'America/Denver',
      { hour: 23, weekend: false, night: '2026-11-20', nightMinute: 90 },
    ],
    [
      '2026-07-01T21:30:00Z',
      'Europe/London',
      { hour: 22, weekend: false, night: '2026-07-01', nightMinute: 30 },
    ],
    [
      '2026-11-20T12:00:00Z',
      'Australia/Sydney',
      { hour: 23, weekend: false, night: '2026-11-20', nightMinute: 60 },
    ],
    [
      '2026-11-20T00:15:00Z',
      'Asia/Kathmandu',
      { hour: 6, weekend: false, night: '2026-11-19', nightMinute: 480 },
    ],
    ['2026-11-20T12:00:00Z', 'Etc/UTC', { hour: 12, weekend: false, night: null, nightMinute: null }],
  ])('reads %s on the clock of %s', (at, zone, local) => {
    expect(localTimeOf(Date.parse(at), zone)).toEqual(local);
  });
});

describe('noise', () => {
  it('says which rules never led to anything, and not of those whose incident is still open', () => {
    const of = (rule: string, alerts: number, ...names: string[]) => ({
      ...{ rule, alerts, incidents: names, silenced: 0 },
    });
    const incidents = new Map(history.map((one) => [one.id, one]));
    const { rules, more } = ruleNoise(
      [of('DiskFull', 43, '5'), of('Slow', 11, '1', '5'), of('New', 1, '7'), of('Gone', 5)],
      incidents,
    );
    expect(more).toBe(0);
    expect(
      rules.map(({ rule, alerts, incidents: n, led, neverLed }) => [rule, alerts, n, led, neverLed]),
    ).toEqual([
      ['DiskFull', 43, 1, 0, true],
      ['Slow', 11, 2, 1, false],
      ['Gone', 5, 0, 0, false],
      ['New', 1, 1, 0, false],
    ]);
  });

  it('sums what checks were worth', () => {
    const worth = { check: 'c', title: 'c', episodes: 5, beforePeople: 1 };
    expect(
      worthOf([
        { ...worth, judged: 4, real: 3, concerned: 10, seen: 6 },
        { ...worth, judged: 1, real: 0, concerned: 2, seen: 2 },
      ]),
    ).toEqual({ precision: { part: 3, of: 5 }, recall: { part: 8, of: 12 } });
  });

  it('counts handovers that were late, escalated or said nothing', () => {
    const fine = { status: 'accepted', late: false, hasNote: true, escalated: false };
    expect(
      handoversOf([
        { ...fine, acceptMs: -5 * minute },
        { ...fine, acceptMs: 10 * minute },
        { ...fine, status: 'escalated', late: true, escalated: true, hasNote: false, acceptMs: null },
      ]),
    ).toEqual({
      n: 3,
      accepted: 2,
      late: 1,
      escalated: 1,
      withoutNote: 1,
      acceptP50: -5 * minute,
      acceptP90: 10 * minute,
    });
  });
});

describe('quantiles', () => {
  it.each([
    [[], 0.5, null],
    [[7], 0.9, 7],
    [[4, 1, 3, 2], 0.5, 2],
    [[1, 2, 3, 4, 5, 6, 7, 8, 9, 10], 0.9, 9],
  ])('of %j at %d', (values, at, expected) => {
    expect(quantile(values, at)).toBe(expected);
  });
  it('call fewer than ten values few', () => {
    const of = (n: number) => spreadOf(Array.from({ length: n }, () => minute)).few;
    expect([of(0), of(9), of(10)]).toEqual([true, true, false]);
  });
});

describe('periods', () => {
  const now = Date.parse('2026-11-26T13:00:00Z');
  it('are whole days of UTC, the last 90 where nothing is said, and as many before', () => {
    const usual = periodOf({}, now);
    expect(usual).toMatchObject({
      from: '2026-08-29',
      to: '2026-11-26',
      end: Date.parse('2026-11-27T00:00:00Z'),
    });
    if (typeof usual === 'string') throw new Error(usual);
    expect(daysBefore(usual)).toEqual({
      start: Date.parse('2026-05-31T00:00:00Z'),
      end: Date.parse('2026-08-29T00:00:00Z'),
    });
  });
  it('are refused where they end before they begin or are too long', () => {
    expect(periodOf({ from: '2026-11-02', to: '2026-11-01' }, now)).toBe('must not be after the last day');
    expect(periodOf({ from: '2020-01-01' }, now)).toContain('at most 1100 days');
  });
});
