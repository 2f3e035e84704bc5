import { expect, test } from 'vitest';
import { spreadOf, stepSpreads } from './spread.ts';

test.each([
  [[], null],
  [[7], { p50: 7, p95: 7 }],
  [[4, 1, 3, 2], { p50: 2, p95: 4 }],
  [Array.from({ length: 100 }, (_, index) => index + 1), { p50: 50, p95: 95 }],
])('%j', (values, expected) => {
  expect(spreadOf(values)).toEqual(expected);
});

const runs = (durations: readonly number[]) => durations.map((durationMs) => [{ title: 'pay', durationMs }]);
const five = (ms: number) => runs([ms, ms, ms, ms, ms]);

test.each([
  ['grown by half', five(300), five(200), true],
  ['grown by little', five(210), five(200), false],
  ['grown by half of very little', five(30), five(20), false],
  ['seen too rarely', runs([300]), five(200), false],
  ['new', five(300), [], false],
])('a step that has %s', (_, now, before, slower) => {
  expect(stepSpreads(now, before)[0]?.slower).toBe(slower);
});

test('the slowest step comes first', () => {
  const run = [
    { title: 'a', durationMs: 1 },
    { title: 'b', durationMs: 2 },
  ];
  expect(stepSpreads([run], []).map(({ title }) => title)).toEqual(['b', 'a']);
});
