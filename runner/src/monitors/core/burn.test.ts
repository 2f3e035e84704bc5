import { expect, test } from 'vitest';
import { budgetEnd, burnOf } from './burn.ts';

const slo = { objectivePercent: 99.9, factor: 14.4 };

test.each([
  ['both windows burn', { long: 0.02, short: 0.02 }, true],
  ['it is over: only the long window burns', { long: 0.02, short: 0 }, false],
  ['it began just now: only the short window burns', { long: 0.001, short: 0.5 }, false],
  ['all is well', { long: 0, short: 0 }, false],
])('%s', (_, ratio, isTooFast) => {
  expect(burnOf(ratio, slo).isTooFast).toBe(isTooFast);
});

test('one time the objective is a rate of one', () => {
  expect(burnOf({ long: 0.001, short: 0.001 }, slo).long).toBeCloseTo(1);
});

test('a whole budget of 30 days is gone in ten at three times the rate, and the other window bounds that', () => {
  const day = 86_400_000;
  const now = 1_000 * day;
  const told = (long: number, short: number) => {
    const { likelyAt, earliestAt, latestAt } = budgetEnd({ long, short }, { budgetDays: 30, now });
    return [likelyAt, earliestAt, latestAt].map((at) => (at - now) / day);
  };
  expect(told(3, 5)).toEqual([10, 6, 10]);
  expect(told(3, 2)).toEqual([10, 10, 15]);
});
