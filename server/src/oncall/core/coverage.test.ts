import { expect, test } from 'vitest';
import { changeParticipants } from './change-participants.ts';
import { differences } from './compare.ts';
import { judge, loads } from './coverage.ts';
import { followTheSun } from './follow-the-sun.ts';
import { holes, shifts, type ScheduleRules } from './shifts.ts';

const at = (text: string): number => Date.parse(text);
const year = { from: at('2027-01-04T00:00:00Z'), to: at('2028-01-03T00:00:00Z') };
const hub = (name: string, timezone: string) => ({
  name,
  timezone,
  from: '08:00',
  to: '16:00',
  participants: [name],
});

test('London, New York and Sydney at 08 to 16 never cover a day, and the holes move with every change of clocks', () => {
  const rules = followTheSun({
    start: '2027-01-01T00:00:00Z',
    hubs: [
      hub('london', 'Europe/London'),
      hub('new-york', 'America/New_York'),
      hub('sydney', 'Australia/Sydney'),
    ],
    handoff: 'weekly',
    fallback: [],
  });
  const perDay = new Set(
    Array.from({ length: 364 }, (_, day) => {
      const from = year.from + day * 86_400_000;
      return holes(rules, { from, to: from + 86_400_000 })
        .map(
          (hole) =>
            `${new Date(hole.from).toISOString().slice(11, 16)}-${new Date(hole.to).toISOString().slice(11, 16)}`,
        )
        .join(' ');
    }),
  );
  expect(perDay).not.toContain('');
  expect(perDay.size).toBeGreaterThan(3);
});

const base: ScheduleRules = {
  timezone: 'Europe/London',
  combine: 'precedence',
  layers: [
    {
      name: 'week',
      start: '2027-01-04T09:00:00Z',
      handoff: { type: 'weekly', length: 1 },
      participants: ['ada', 'bo'],
      restrictions: [],
    },
  ],
  overrides: [],
  fallback: [],
};

test('new participants count from the stated instant, and nothing before it differs', () => {
  const change = { layer: 'week', at: '2027-03-10T12:00:00Z', participants: ['ada', 'cy'] };
  const changed = changeParticipants(base, change);
  if ('refused' in changed) throw new Error(changed.refused);
  const found = differences(shifts(base, year), shifts(changed, year));
  expect(found[0]).toEqual({
    from: at('2027-03-10T12:00:00Z'),
    to: at('2027-03-15T09:00:00Z'),
    before: ['bo'],
    after: ['cy'],
  });
  expect(new Set(found.map(({ before, after }) => [before, after].join('>')))).toEqual(new Set(['bo>cy']));
  expect(changeParticipants(base, { ...change, layer: 'month' })).toHaveProperty('refused');
});

test('hours, nights and weekends are counted on each person’s own clock, also where a night has 9 or 7 hours', () => {
  // The night of the spring change in London: 22:00 to 07:00 is eight hours.
  const night = { from: at('2027-03-27T20:00:00Z'), to: at('2027-03-28T08:00:00Z'), people: ['ada', 'bo'] };
  const zones = new Map([
    ['ada', 'Europe/London'],
    ['bo', 'Asia/Tokyo'],
  ]);
  expect(loads([night], zones)).toMatchObject([
    { person: 'ada', hours: 12, nightHours: 8, weekendHours: 12, shifts: 1, shortestRestHours: null },
    // 05:00 to 17:00 on a Sunday.
    { person: 'bo', hours: 12, nightHours: 2, weekendHours: 12 },
  ]);
});

test('a hole, an uneven load and a short rest each cost points in their own part, told in words', () => {
  const zones = new Map<string, string>();
  const even = judge({ range: year, holes: [], loads: loads(shifts(base, year), zones) });
  expect(even?.score).toBeGreaterThan(95);
  const only = (people: string[], from: string, to: string) => ({ from: at(from), to: at(to), people });
  const bad = [
    only(['ada'], '2027-02-01T00:00:00Z', '2027-02-01T08:00:00Z'),
    only(['ada'], '2027-02-01T12:00:00Z', '2027-02-09T00:00:00Z'),
    only(['bo'], '2027-02-09T00:00:00Z', '2027-02-09T08:00:00Z'),
  ];
  const verdict = judge({ range: year, holes: [{ from: 0, to: 5 * 86_400_000 }], loads: loads(bad, zones) });
  expect(verdict?.parts.map(({ name, score }) => [name, score < 60])).toEqual([
    ['holes', true],
    ['hours', true],
    ['nights and weekends', true],
    ['rest', true],
  ]);
  expect(verdict?.parts[3]?.sentence).toBe('1 of 1 rests between two shifts are shorter than 11 h.');
  expect(judge({ range: year, holes: [], loads: [] })).toBeNull();
});
