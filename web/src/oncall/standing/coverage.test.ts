import { expect, test } from 'vitest';
import { coverageOf, shareText } from './coverage.ts';

const span = { from: '2026-11-01T00:00:00Z', to: '2026-11-11T00:00:00Z' };
const schedule = { schedule: 's', displayName: 'S', timeZone: 'Etc/UTC', shifts: [], hasFallback: false };

test('holes of all schedules count by their length, and those without a fallback are told apart', () => {
  const day = { from: '2026-11-02T00:00:00Z', to: '2026-11-03T00:00:00Z' };
  const schedules = [
    { ...schedule, holes: [day] },
    { ...schedule, holes: [day], hasFallback: true },
    { ...schedule, holes: [] },
    { ...schedule, holes: [] },
  ];
  expect(coverageOf({ ...span, schedules })).toEqual({ shareRatio: 0.95, holes: 2, bare: 1 });
});

test('without schedules there is no figure, and a minute’s hole is never rounded away', () => {
  expect(coverageOf({ ...span, schedules: [] }).shareRatio).toBe(null);
  const minute = { from: '2026-11-02T00:00:00Z', to: '2026-11-02T00:01:00Z' };
  const { shareRatio } = coverageOf({ ...span, schedules: [{ ...schedule, holes: [minute] }] });
  expect(shareText(shareRatio ?? 1)).toBe('99.9 %');
  expect(shareText(1)).toBe('100 %');
});
