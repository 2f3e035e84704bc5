import { expect, test } from 'vitest';
import { inBlocks } from './row-blocks.ts';

const of = (startIndex: number, endIndex: number, count = 1_000) =>
  inBlocks({ startIndex, endIndex, count, overscan: 16 });

test('rows stay the same while fewer than a block go by', () => {
  expect(of(104, 135)).toEqual(of(111, 135));
  expect(of(112, 143)).not.toEqual(of(111, 142));
});

test('all that is on screen is there with its margin, whatever is on screen', () => {
  for (let first = 0; first < 969; first += 1) {
    const rows = of(first, first + 31);
    expect(rows[0]).toBeLessThanOrEqual(Math.max(0, first - 16));
    expect(rows.at(-1)).toBeGreaterThanOrEqual(Math.min(999, first + 31 + 16));
    expect(rows.at(-1)).toBeLessThanOrEqual(999);
  }
});

test('a list that ends within a block has no row past its end', () => {
  expect(of(190, 201, 203).at(-1)).toBe(202);
});
