import { expect, test } from 'vitest';
import { burnOf } from './burn.ts';

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
