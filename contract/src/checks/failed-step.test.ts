import { expect, test } from 'vitest';
import { failedStepTitle } from './failed-step.ts';

const step = (title: string, category = 'test.step', parent: number | null = null) => ({
  title,
  category,
  parent,
});

test.each([
  ['the outermost step in the author’s words', [step('pay'), step('expect', 'expect', 0)], 'pay'],
  ['the step itself where nothing holds it', [step('x', 'hook'), step('expect', 'expect')], 'expect'],
  ['itself where it claims to be its own parent', [step('x'), step('loop', 'expect', 1)], 'loop'],
  ['nothing where there is no such step', [step('x')], null],
])('the failed step is called by %s', (_, steps, title) => {
  expect(failedStepTitle({ failedStep: 1, steps })).toBe(title);
});
