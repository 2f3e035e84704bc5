import { describe, expect, test } from 'vitest';
import { overBurn, overForecast, overThreshold } from './rehearse.ts';

const minute = 60_000;
const grid = { from: 0, to: 3 * minute, stepMs: minute };
const letters = (list: readonly { outcome: string }[]): string => list.map(({ outcome }) => outcome).join('');

describe('what a query would have found', () => {
  test('the worst line counts, the limit itself is not beyond it, and a hole is a hole', () => {
    const lines = [
      [
        [0, 5],
        [minute, 80],
        [2 * minute, 81],
      ],
      [
        [0, 81],
        [minute, 3],
        [2 * minute, Number.NaN],
      ],
    ] as const;
    expect(letters(overThreshold(lines, grid, { direction: 'above', value: 80 }))).toBe('FPFX');
    expect(letters(overThreshold(lines, grid, { direction: 'below', value: 4 }))).toBe('PFPX');
  });

  test('a budget burns too fast only where both windows say so', () => {
    const at = (...values: number[]) => [values.map((value, index) => [index * minute, value] as const)];
    const slo = { objectivePercent: 99, factor: 10, tells: 'failing', budgetDays: 30 } as const;
    const story = overBurn({ long: at(0, 0.2, 0.2), short: at(0.5, 0.2, 0) }, grid, slo);
    expect(letters(story)).toBe('PFPX');
    expect(story[1]?.value).toBeCloseTo(20);
    const ahead = overBurn({ long: at(0, 0.2, 0.2), short: at(0.5, 0.2, 0) }, grid, {
      ...slo,
      tells: 'imminent',
    });
    expect(letters(ahead)).toBe('PPPX');
    expect(ahead.map(({ crossesAt }) => crossesAt !== null)).toEqual([false, true, false, false]);
  });

  test('a line is told ahead from when it comes near enough, by what was known then', () => {
    const hour = 60 * minute;
    const line = Array.from({ length: 49 }, (_, index) => [index * hour * 0.5, index] as const);
    const plan = { direction: 'above', limit: 40, withinMs: 6 * hour, historyMs: 12 * hour } as const;
    const story = overForecast([line], { from: 8 * hour, to: 22 * hour, stepMs: 2 * hour }, plan);
    expect(letters(story)).toBe('PPPPPPPF');
    expect(story.map(({ crossesAt }) => crossesAt !== null)).toEqual([
      false,
      false,
      false,
      true,
      true,
      true,
      true,
      false,
    ]);
  });
});
