import { expect, test } from 'vitest';
import { afterDoubt, contradictedWhy } from './doubt.ts';
import type { Outcome } from '../../core/outcome.ts';

const doubt = { run: 'r', runner: 'near', failedAt: 0, until: 15_000 };

test.each<[Outcome, string, ReturnType<typeof afterDoubt>]>([
  ['P', 'far', 'contradicted'],
  ['K', 'far', 'contradicted'],
  // Its own runner gets through again: nothing says what it was.
  ['P', 'near', 'settled'],
  ['F', 'far', 'settled'],
  ['F', 'near', 'settled'],
  ['T', 'far', 'open'],
  ['H', 'far', 'open'],
  ['E', 'far', 'open'],
])('after a doubt, %s by %s leaves it %s', (outcome, runner, word) => {
  expect(afterDoubt(doubt, { runner, outcome })).toBe(word);
});

test.each([
  [0, 'at once'],
  [999, 'at once'],
  [1_400, '1 s later'],
  [12_000, '12 s later'],
])('%i ms later is told as %s', (ms, words) => {
  expect(contradictedWhy('The runner Far', ms)).toContain(`The runner Far got through ${words}:`);
});
