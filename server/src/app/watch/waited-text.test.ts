import { expect, test } from 'vitest';
import { waitedText } from './waited-text.ts';

test('seconds are told as such while they are few', () => {
  expect([12.4, 119, 1_081, 7_199, 10_800].map(waitedText)).toEqual([
    '12 s',
    '119 s',
    '18 min',
    '120 min',
    '3 h',
  ]);
});
