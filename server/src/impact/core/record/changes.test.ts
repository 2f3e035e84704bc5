import { expect, test } from 'vitest';
import { isWorse } from './changes.ts';

test.each([
  ['not listed', 'likely degraded', true],
  ['not listed', 'possibly down', true],
  ['possibly slow', 'likely slow', true],
  ['works (checked)', 'likely down', true],
  ['over', 'possibly degraded', true],
  ['likely slow', 'likely down', true],
  ['likely down', 'likely degraded', false],
  ['likely degraded', 'not listed', false],
  ['likely degraded', 'unknown', false],
  ['likely down', 'possibly down', false],
  ['not listed', 'works (checked)', false],
])('%s → %s is worse: %s', (was, now, worse) => {
  expect(isWorse({ was, now })).toBe(worse);
});
