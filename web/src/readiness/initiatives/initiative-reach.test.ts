import { expect, test } from 'vitest';
import { reachOf } from './initiative-reach.ts';

const matrix = {
  standards: [
    { name: 'a', displayName: 'A' },
    { name: 'b', displayName: 'B' },
  ],
  items: [
    { team: 'crew', cells: 'mX' },
    { team: 'crew', cells: 'eu' },
    { team: 'other', cells: '-m' },
  ],
};

test('counts what the chosen teams have left, without what is exempt or does not apply', () => {
  expect(reachOf(matrix, { standards: ['a', 'b'], teams: ['crew'] })).toEqual([
    { name: 'a', displayName: 'A', applies: 1, met: 1, unknown: 0 },
    { name: 'b', displayName: 'B', applies: 2, met: 0, unknown: 1 },
  ]);
  expect(reachOf(matrix, { standards: ['b'], teams: [] })).toMatchObject([{ applies: 3, met: 1 }]);
});
