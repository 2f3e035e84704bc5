import { expect, test } from 'vitest';
import { settledBy } from './ended.ts';

const second = 1_000;
const endedAt = (to: number) => [{ began: to - 60 * second, from: to - 600 * second, to }];

test('looks at the seconds before trouble, but not at what an incident before it left behind', () => {
  const [since, from] = [1_000 * second, 970 * second];
  expect(settledBy(since, { from, ended: [] })).toBe(from);
  expect(settledBy(since, { from, ended: endedAt(900 * second) })).toBe(from);
  expect(settledBy(since, { from, ended: endedAt(975 * second) })).toBe(990 * second);
  // Trouble itself is looked at from its beginning on, however shortly before it the other ended.
  expect(settledBy(since, { from, ended: endedAt(995 * second) })).toBe(since);
});
