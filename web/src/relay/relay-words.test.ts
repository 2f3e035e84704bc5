import { expect, test } from 'vitest';
import { clockText, countsText, numbersOf } from './relay-words.ts';

test('clocks are told by what is sure of them, and nothing is made up', () => {
  expect(clockText({ atLeastMs: null, atMostMs: null })).toBe('Nothing is known of its clock yet.');
  expect(clockText({ atLeastMs: 300_000, atMostMs: null })).toBe(
    'Its clock is ahead of ours by 5 min or more.',
  );
  expect(clockText({ atLeastMs: -9_000_000, atMostMs: -180_000 })).toBe(
    'Its clock is behind ours by 3 min or more.',
  );
  expect(clockText({ atLeastMs: -60_000, atMostMs: null })).toBe(
    'No disagreement of clocks is seen: at most 60 s behind, by how much ahead is not known.',
  );
});

test('numbers and counts read as people say them', () => {
  expect(numbersOf({ firstMissing: 3, lastMissing: 3, from: null, to: null })).toBe('3');
  expect(numbersOf({ firstMissing: 3, lastMissing: 9, from: null, to: null })).toBe('3 to 9');
  expect(countsText({})).toBe('nothing new');
  expect(countsText({ run: 2, readiness: 1 })).toBe('2 runs, 1 product with its standards');
});
