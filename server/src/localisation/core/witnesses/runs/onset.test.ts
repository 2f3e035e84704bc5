import { expect, test } from 'vitest';
import { onsetOf } from './onset.ts';

const runs = (outcomes: string) => outcomes.split('').map((letter, at) => ({ at, passed: letter === '.' }));

test('failures become more where they part the runs best, whatever came by accident before, and in whichever order runs are given', () => {
  expect(onsetOf(runs('..........xxxxx.xx'))).toBe(10);
  expect(onsetOf(runs('..x...............xxxx.xx'))).toBe(18);
  expect(onsetOf(runs('..........xxxxx.xx').toReversed())).toBe(10);
});

test('where failures do not become more there is no such moment', () => {
  for (const outcomes of ['', 'xxxx', '....', 'xxxx....', 'x.x.x.x.', '....x'])
    expect(onsetOf(runs(outcomes))).toBe(-Infinity);
});
