import { expect, test } from 'vitest';
import { RequestRate } from './request-rate.ts';

const granted = (rate: RequestRate, key: string, nowMs: number, n: number): number =>
  Array.from({ length: n }, () => rate.take(key, nowMs)).filter((waitS) => waitS === 0).length;

test('five seconds’ worth may come at once, and then so many in each second', () => {
  const rate = new RequestRate(100);
  expect(granted(rate, 'a', 0, 10_000)).toBe(500);
  expect(granted(rate, 'a', 1_000, 10_000)).toBe(100);
  expect(granted(rate, 'a', 3_600_000, 10_000)).toBe(500);
});

test('one key takes nothing from another', () => {
  const rate = new RequestRate(1);
  granted(rate, 'a', 0, 100);
  expect(granted(rate, 'b', 0, 100)).toBe(5);
});

test('who must wait hears how long, and a clock that jumps back gives nothing', () => {
  const rate = new RequestRate(1);
  granted(rate, 'a', 10_000, 5);
  expect(rate.take('a', 10_000)).toBe(1);
  expect(rate.take('a', -1_000_000)).toBe(1);
});

test('what it remembers is bounded', () => {
  const rate = new RequestRate(1);
  granted(rate, 'first', 0, 5);
  for (let n = 0; n < 20_000; n += 1) rate.take(`key ${n}`, 0);
  expect(rate.take('first', 0)).toBe(0);
});
