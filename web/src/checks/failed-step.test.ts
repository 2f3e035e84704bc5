import { expect, test } from 'vitest';
import { failedStepOf } from './failed-step.ts';

const step = (title: string, category: string, parent: number | null, products: string[] = []) => ({
  ...{ title, category, parent, products },
  ...{ atMs: 0, durationMs: 1, error: null },
});
const steps = [
  step('Before Hooks', 'hook', null),
  step('Sign in', 'test.step', null, ['identity']),
  step('Pay', 'test.step', null, ['gateway']),
  step('Enter the card', 'test.step', 2, ['payments']),
  step('Expect "toBeVisible"', 'expect', 3),
  step('Click', 'pw:api', null),
];

test.each([
  [
    'inside of named steps: the outermost name',
    4,
    {
      title: 'Pay',
      place: { number: 2, of: 2 },
      products: ['payments', 'gateway'],
      inside: 'Expect "toBeVisible"',
    },
  ],
  [
    'a named step itself',
    1,
    { title: 'Sign in', place: { number: 1, of: 2 }, products: ['identity'], inside: null },
  ],
  [
    'outside of any name: as Playwright calls it',
    5,
    { title: 'Click', place: null, products: [], inside: null },
  ],
  ['none', null, null],
])('%s', (_, failedStep, expected) => {
  expect(failedStepOf({ steps, failedStep })).toEqual(expected);
});
