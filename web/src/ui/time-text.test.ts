import { expect, test } from 'vitest';
import {
  absoluteText,
  ageText,
  agoText,
  countText,
  countdownText,
  durationText,
  momentText,
  sinceStartText,
} from './time-text.ts';

const at = Date.parse('2026-11-21T02:00:00Z');

test.each([
  [380, '380 ms'],
  [38_000, '38 s'],
  [765_000, '12m'],
  [7_440_000, '2h 04m'],
  [273_600_000, '3d 4h'],
  [-38_000, '-38 s'],
])('a duration of %d ms reads %s', (ms, text) => {
  expect(durationText(ms)).toBe(text);
});

test('a countdown keeps its seconds below an hour', () => {
  expect(countdownText(765_000)).toBe('12m 45s');
  expect(countdownText(7_440_000)).toBe('2h 04m');
});

test('time since the start grows past a day', () => {
  expect(sinceStartText(765_000)).toBe('+00:12:45');
  expect(sinceStartText(100 * 3_600_000)).toBe('+100:00:00');
});

test('an instant names its offset as UTC, never GMT, and repeats the UTC date only when it differs', () => {
  expect(absoluteText(at, 'Asia/Singapore')).toBe('21 Nov 2026 10:00:00 UTC+8 · 02:00:00Z');
  expect(absoluteText(at, 'America/Denver')).toBe('20 Nov 2026 19:00:00 UTC-7 · 21 Nov 2026 02:00:00Z');
  expect(absoluteText(at, 'Europe/London')).toBe('21 Nov 2026 02:00:00 UTC · 02:00:00Z');
});

test('a planned instant names its weekday and offset in the zone of the viewer', () => {
  expect(momentText(Date.parse('2026-11-30T10:00:00Z'), 'Asia/Singapore')).toBe('Mon 30 Nov 18:00 UTC+8');
  expect(momentText(Date.parse('2026-11-30T02:00:00Z'), 'America/Denver')).toBe('Sun 29 Nov 19:00 UTC-7');
});

test('an age turns into date and time after a day, with the year only when it is another', () => {
  expect(ageText(at, at + 765_000, 'UTC')).toBe('12m');
  expect(ageText(at, at - 765_000, 'UTC')).toBe('in 12m');
  expect(ageText(at, at + 90_000_000, 'UTC')).toBe('21 Nov 02:00');
  expect(ageText(at, at + 90 * 86_400_000, 'UTC')).toBe('21 Nov 2026 02:00');
});

test.each([
  [0, 'just now'],
  [-300, 'just now'],
  [765_000, '12m ago'],
  [-765_000, 'in 12m'],
  [90_000_000, '21 Nov 02:00'],
])('within a sentence, %d ms are %s', (age, text) => {
  expect(agoText(at, at + age, 'UTC')).toBe(text);
});

test('what is missing is a dash, not zero', () => {
  expect(countText(null)).toBe('–');
  expect(countText(12, 1214)).toBe('12 of 1,214');
});
