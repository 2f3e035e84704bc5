import { expect, test } from 'vitest';
import { logBeta } from '../../numbers.ts';
import { oneCause } from './likelihood.ts';

test('the logarithm of the beta function is what tables say', () => {
  expect(logBeta(1, 1)).toBeCloseTo(0, 10);
  expect(logBeta(3, 4)).toBeCloseTo(Math.log(1 / 60), 10);
  expect(logBeta(0.5, 0.5)).toBeCloseTo(Math.log(Math.PI), 9);
  expect(logBeta(1, 41)).toBeCloseTo(-Math.log(41), 10);
});

test('who explains all failures is likelier than who explains most of them, and both than who explains few', () => {
  const all = oneCause({ hits: 10, all: 10, beside: [0, 30] });
  const most = oneCause({ hits: 9, all: 10, beside: [1, 30] });
  const few = oneCause({ hits: 3, all: 10, beside: [7, 30] });
  expect(all).toBeGreaterThan(most + 2);
  expect(most).toBeGreaterThan(few + 5);
  expect(few).toBeLessThan(0);
});

test('where the others fail as often it speaks against, and of nothing it says nothing', () => {
  expect(oneCause({ hits: 2, all: 10, beside: [8, 12] })).toBeLessThan(-1);
  expect(oneCause({ hits: 0, all: 20, beside: [8, 10] })).toBeLessThan(-5);
  expect(Math.abs(oneCause({ hits: 0, all: 0, beside: [0, 0] }))).toBeLessThan(0.1);
});
