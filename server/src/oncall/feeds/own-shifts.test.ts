import { expect, test } from 'vitest';
import { ownShifts } from './own-shifts.ts';

const stretch = (from: number, to: number, ...people: string[]) => ({ from, to, people });

test('a shift goes on while others come and go, and ends where its person leaves', () => {
  const alone = stretch(8, 15, 'ada');
  const beside = stretch(15, 16, 'ada', 'bo');
  const again = stretch(20, 21, 'ada');
  const others = [stretch(16, 20, 'bo'), stretch(21, 24)];
  expect(ownShifts([alone, beside, ...others.slice(0, 1), again, ...others.slice(1)], 'ada')).toEqual([
    { from: 8, to: 16, stretches: [alone, beside] },
    { from: 20, to: 21, stretches: [again] },
  ]);
  expect(ownShifts(others, 'ada')).toEqual([]);
});

test('two shifts with a hole between them stay two', () => {
  expect(ownShifts([stretch(0, 1, 'ada'), stretch(1, 2), stretch(2, 3, 'ada')], 'ada')).toHaveLength(2);
});
