import { expect, test } from 'vitest';
import { clockText, scenarioSeconds } from './drill-words.ts';

const told = { state: 'running', speed: 8, elapsedS: 60, now: '2026-11-26T10:00:00Z' } as const;
const at = (time: string) => Date.parse(`2026-11-26T${time}Z`);

test.each([
  [told, '10:00:00', 60],
  [told, '10:00:10.500', 144],
  [told, '09:59:00', 60],
  [{ ...told, state: 'paused' }, '10:05:00', 60],
  [{ ...told, state: 'ended' }, '10:05:00', 60],
] as const)('of %j at %s it is %i s', (drill, time, seconds) => {
  expect(scenarioSeconds(drill, at(time))).toBe(seconds);
});

test.each([
  [0, '0:00'],
  [65.9, '1:05'],
  [3_600, '60:00'],
])('%d s are %s', (seconds, text) => {
  expect(clockText(seconds)).toBe(text);
});
