import { expect, test } from 'vitest';
import { holdOrder } from './held-rows.ts';

const cases = [
  { name: 'nothing changed', held: ['a', 'b'], coming: ['a', 'b'], added: 0, changed: 0 },
  { name: 'a new row waits', held: ['a', 'b'], coming: ['n', 'a', 'b'], added: 1, changed: 0 },
  { name: 'a row that left is counted', held: ['a', 'b'], coming: ['b'], added: 0, changed: 1 },
  { name: 'rows that changed place are counted', held: ['a', 'b'], coming: ['b', 'a'], added: 0, changed: 2 },
  { name: 'an empty list fills later', held: [], coming: ['a'], added: 1, changed: 0 },
];

test.each(cases)('$name', ({ held, coming, added, changed }) => {
  expect(holdOrder(held, coming)).toEqual({ order: held, added, changed });
});
