import { describe, expect, test } from 'vitest';
import type { Ended } from '../inside/messages.ts';
import { triesOf, verdictOf } from './verdict.ts';

function ended(name: string, retry: number, isExpected: boolean): Ended {
  return {
    type: 'ended',
    unit: 'run',
    test: name,
    title: name,
    retry,
    status: isExpected ? 'passed' : 'failed',
    isExpected,
    isLast: false,
    at: 1000 + retry * 100,
    durationMs: 50,
    errors: [],
    steps: [],
    attachments: [],
    output: '',
  };
}

describe('the verdict', () => {
  test.each([
    ['passed', [ended('a', 0, true)], 1],
    ['failed', [ended('a', 0, false)], 1],
    ['failed', [ended('a', 0, false), ended('a', 1, false)], 1],
    ['flaky', [ended('a', 0, false), ended('a', 1, true)], 1],
    ['failed', [], 1],
    ['passed', [ended('a', 0, true), ended('b', 0, true)], 2],
    ['failed', [ended('a', 0, true), ended('b', 0, false)], 2],
    ['failed', [ended('a', 0, true)], 2],
    ['flaky', [ended('a', 0, true), ended('b', 0, false), ended('a', 1, true), ended('b', 1, true)], 2],
  ] as const)('is %s', (verdict, runs, planned) => {
    expect(verdictOf(triesOf(runs, planned))).toBe(verdict);
  });
});

test('tries are in order, and one of a serial group lasts from its first test to its last', () => {
  const tries = triesOf([ended('b', 1, true), ended('a', 0, false)], 1);
  expect(tries.map(({ retry, at, durationMs }) => [retry, at, durationMs])).toEqual([
    [0, 1000, 50],
    [1, 1100, 50],
  ]);
});
