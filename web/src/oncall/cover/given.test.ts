import { expect, test } from 'vitest';
import { fieldText } from '../days.ts';
import { givenFrom, startOf } from './given.ts';

const offered = { start: '2026-03-10T09:00:00.000Z', end: '2026-03-10T13:00:00.000Z' };
const long = {
  start: '2026-03-12T09:00:00.000Z',
  end: '2026-03-13T09:00:00.000Z',
  whole: false,
  notice: null,
};

test('a part is as long as what is offered and lies in the time that was chosen; a whole is given as it is', () => {
  expect(givenFrom(long, offered, fieldText('2026-03-13T05:00:00.000Z'))).toEqual({
    wire: { start: '2026-03-13T05:00:00.000Z', end: '2026-03-13T09:00:00.000Z' },
    problem: undefined,
  });
  for (const from of ['2026-03-13T05:01:00.000Z', '2026-03-12T08:59:00.000Z'])
    expect(givenFrom(long, offered, fieldText(from)).problem).toContain('must lie in the time');
  expect(givenFrom(long, offered, '').problem).toBe('Say from when');
  const { start, end } = long;
  expect(givenFrom({ ...long, whole: true }, offered, '')).toEqual({
    wire: { start, end },
    problem: undefined,
  });
});

test('of a time that goes by, the part from the next quarter of an hour on is proposed', () => {
  expect(startOf({ ...long, start: '2026-03-12T09:00:07.123Z' })).toBe('2026-03-12T09:15:00.000Z');
  expect(startOf(long)).toBe(long.start);
});
