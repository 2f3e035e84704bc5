import { expect, test } from 'vitest';
import { score, type Scored } from './score.ts';

const one = (causes: string[], ranked: string[], isClear = false): Scored => ({
  causes,
  ranked,
  isClear,
  ms: 1,
});

test.each([
  ['found first', [one(['a'], ['a', 'b'])], { top1: 1, top3: 1, avg5: 1 }],
  ['found third', [one(['a'], ['b', 'c', 'a'])], { top1: 0, top3: 1, avg5: 3 / 5 }],
  ['no answer to a fault', [one(['a'], [])], { top1: 0, top3: 0, avg5: 0 }],
  ['one of two causes first', [one(['a', 'b'], ['a', 'c'])], { top1: 1, top3: 0.5, avg5: (1 + 0.5 * 4) / 5 }],
  ['an answer where nothing is wrong', [one([], ['a']), one([], [])], { specificity: 0.5 }],
  [
    'clear answers, one wrong',
    [one(['a'], ['a'], true), one(['a'], ['b'], true), one(['a'], ['a'])],
    { precision: 0.5, coverage: 2 / 3 },
  ],
])('%s', (_what, cases, wanted) => {
  const found = score(cases);
  for (const [name, value] of Object.entries(wanted))
    expect({ ...found }[name as keyof typeof found]).toBeCloseTo(value, 9);
});
