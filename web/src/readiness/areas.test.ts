import { expect, test } from 'vitest';
import { areaCell, areasOf, areaWords } from './areas.ts';

const standards = [
  { area: 'On call', level: 'must' },
  { area: 'Runbook', level: 'must' },
  { area: 'On call', level: 'should' },
] as const;

test('standards of an area stand together, wherever they are', () => {
  expect([...areasOf(standards)]).toEqual([
    ['On call', [0, 2]],
    ['Runbook', [1]],
  ]);
});

test.each([
  ['m-m', 4, 'On call: 2 of 2 met'],
  ['m-x', 3, 'On call: 1 of 2 met'],
  ['x-m', 1, 'On call: 1 of 2 met, a must is open'],
  ['u-u', null, 'On call: 0 of 2 met, 2 not known, a must is open'],
  ['e-m', 4, 'On call: 1 of 1 met, 1 exempt'],
  ['M-u', 3, 'On call: 1 of 2 met, 1 not known, rests on something old'],
  ['---', null, 'On call: nothing applies'],
])('%s is %s: %s', (cells, level, words) => {
  const cell = areaCell(cells, standards, [0, 2]);
  expect(cell.level).toBe(level);
  expect(areaWords('On call', cell)).toBe(words);
});
