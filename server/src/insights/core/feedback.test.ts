import { describe, expect, test } from 'vitest';
import { bandOf, screenOf, talliesBy, tallyOf, weekOf, type DayCount } from './feedback.ts';

const row = (part: Partial<DayCount>): DayCount => ({
  ...{ dashboard: 'd', screen: '/a', release: '1', task: '', day: '2026-11-23' },
  ...{ yes: 0, partly: 0, no: 0, bands: [0, 0, 0, 0, 0, 0], ...part },
});

test.each([
  [null, null],
  [0, 0],
  [10, 0],
  [10.1, 1],
  [600, 4],
  [601, 5],
])('a time of %s s lies in band %s', (seconds, band) => {
  expect(bandOf(seconds)).toBe(band);
});

describe('how long it took', () => {
  test('is the band of the middle, from five times on', () => {
    expect(tallyOf([row({ bands: [1, 0, 1, 0, 0, 2] })]).medianWithinSeconds).toBeNull();
    expect(tallyOf([row({ bands: [1, 0, 2, 0, 0, 1] }), row({ bands: [0, 1, 0, 0, 0, 0] })])).toMatchObject({
      ...{ timed: 5, medianWithinSeconds: 60 },
    });
  });

  test('is beyond the last band where the middle is', () => {
    expect(tallyOf([row({ bands: [2, 0, 0, 0, 0, 4] })]).medianWithinSeconds).toBeNull();
  });
});

test('what fewer than five answered is nobody else to know', () => {
  const rows = [row({ yes: 4 }), row({ screen: '/b', yes: 3, no: 1 }), row({ screen: '/b', partly: 1 })];
  expect(talliesBy(rows, ({ screen }) => ({ screen }))).toMatchObject([
    { screen: '/b', yes: 3, partly: 1, no: 1 },
  ]);
});

test.each([
  ['/incidents/INC-42?panel=impact', '/incidents/*'],
  ['https://grafana.example/d/k8s7f/pods#a', '/d/*/pods'],
  ['', '/'],
  ['/catalog/Product/files', '/catalog/Product/files'],
])('the screen %s is %s', (given, screen) => {
  expect(screenOf(given)).toBe(screen);
});

test.each([
  ['2026-11-23', '2026-11-23'],
  ['2026-11-29', '2026-11-23'],
])('%s is in the week of %s', (day, week) => {
  expect(weekOf(day)).toBe(week);
});
