import { describe, expect, test } from 'vitest';
import { burnOf, daysUntil, pathOf, trendOf } from './chart-lines.ts';

const day = (date: string, met: number) => ({ day: date, applies: 10, met });

describe('what is left before a day', () => {
  test('runs from the beginning to the day, with what may be left at its end', () => {
    const burn = burnOf([day('2026-01-01', 0), day('2026-01-06', 5)], {
      ...{ from: '2026-01-01', due: '2026-01-11', target: 80 },
    });
    expect(burn.points).toEqual([
      { x: 0, y: 0 },
      { x: 0.5, y: 0.5 },
    ]);
    expect(burn.plan).toEqual([
      { x: 0, y: 0 },
      { x: 1, y: 0.8 },
    ]);
    expect(burn).toMatchObject({ most: 10, left: 5, allowed: 2 });
  });

  test('goes on after the day where something was left', () => {
    const burn = burnOf([day('2026-01-01', 0), day('2026-01-21', 5)], {
      ...{ from: '2026-01-01', due: '2026-01-11', target: 100 },
    });
    expect(burn.end).toBe('2026-01-21');
    expect(burn.plan.at(-1)).toEqual({ x: 0.5, y: 1 });
  });

  test('says nothing where no day is on record', () => {
    expect(burnOf([], { from: '2026-01-01', due: '2026-01-11', target: 100 })).toMatchObject({
      ...{ points: [], left: null },
    });
  });
});

test('a day without a score is a hole in the line, not a zero', () => {
  expect(trendOf([2, null, 4]).map((line) => pathOf(line, { width: 100, height: 40 }))).toEqual([
    'M0 20',
    'M100 0',
  ]);
});

test.each([
  ['2026-01-02', '2026-01-01T12:00:00Z', 1],
  ['2026-01-01', '2026-01-01T12:00:00Z', 0],
  ['2025-12-30', '2026-01-01T12:00:00Z', -2],
])('%s is, at %s, %i days off', (due, now, days) => {
  expect(daysUntil(due, Date.parse(now))).toBe(days);
});
