import { expect, test } from 'vitest';
import { conditionOf, problemsOf } from './condition.ts';

const now = Date.parse('2026-11-27T10:00:00Z');
const well = {
  state: 'ok',
  ...{ key: 'k', otherKey: null, embedded: false, lastSeenAt: new Date(now), spooled: 0 },
  ...{ cpuRatio: 0.1, memoryRatio: 0.1, problems: [], clockSkewMs: 0, contradictedAt: null },
  ...{ servingMs: 300_000, timedRuns: 40, latenessP50Ms: 100, latenessP95Ms: 900 },
} as const;

test.each([
  ['its slowest twentieth began late', { latenessP95Ms: 12_000 }, 'late'],
  ['one of twelve runs began late', { timedRuns: 12, latenessP95Ms: 30_000 }, 'ok'],
  ['half of twelve runs began late', { timedRuns: 12, latenessP50Ms: 12_000, latenessP95Ms: 30_000 }, 'late'],
  ['its first four runs began late', { timedRuns: 4, latenessP50Ms: 12_000, latenessP95Ms: 12_000 }, 'ok'],
  [
    'all four of its runs of an hour began late',
    { servingMs: 3_600_000, timedRuns: 4, latenessP50Ms: 12_000, latenessP95Ms: 12_000 },
    'late',
  ],
  [
    'no run of an hour counts',
    { servingMs: 3_600_000, timedRuns: 0, latenessP50Ms: null, latenessP95Ms: null },
    'ok',
  ],
])('where %s', (_, facts, state) => {
  expect(conditionOf({ ...well, ...facts }, now)).toBe(state);
});

test('it says of how many runs it speaks', () => {
  const late = { latenessP50Ms: 12_000, latenessP95Ms: 30_000 };
  expect(problemsOf({ ...well, ...late })).toEqual([
    'One run in twenty began 30 s late or later in the last hour.',
  ]);
  expect(problemsOf({ ...well, ...late, timedRuns: 12 })).toEqual([
    'Half of its few runs began 12 s late or later in the last hour.',
  ]);
});

test('a key that was not seen again is no key of each start while its runner is silent: it may have a new token', () => {
  const told = (state: 'ok' | 'silent') =>
    problemsOf({ ...well, key: null, embedded: false, state }).join(' ');
  expect(told('ok')).toContain('new with each start');
  expect(told('silent')).toBe('It has not asked for work for over 90 s.');
});

test('it says where another runner gets through and it does not', () => {
  expect(problemsOf(well)).toEqual([]);
  expect(problemsOf({ ...well, contradictedAt: new Date(now) })).toEqual([
    'Nothing answers it where another runner gets through: look at its network.',
  ]);
});
