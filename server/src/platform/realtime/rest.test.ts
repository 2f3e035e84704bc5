import { expect, test } from 'vitest';
import { restMs } from './rest.ts';

test.each([
  [0, 0],
  [20, 80],
  [250, 1_000],
  [300_000, 1_000],
])('after %s ms of writing nothing is written for %s ms', (workMs, expected) => {
  expect(restMs(workMs)).toBe(expected);
});
