import { expect, test } from 'vitest';
import {
  changesText,
  clockText,
  countsText,
  dueAt,
  everyText,
  haveNotCome,
  more,
  numbersOf,
  openThere,
  valueText,
} from './relay-words.ts';

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

test('a request page says of one and of more what has not come', () => {
  const gap = { firstMissing: 3, lastMissing: 3, from: null, to: null };
  expect(haveNotCome(gap)).toBe('bundle 3 has not come');
  expect(haveNotCome({ ...gap, lastMissing: 9 })).toBe('bundles 3 to 9 have not come');
});

test('a site is due one rhythm after its last bundle, before the first after its enrolment, and never without one', () => {
  const site = { reportEverySeconds: 3_600, enrolledAt: '2026-11-01T10:00:00.000Z', lastBundleAt: null };
  expect(dueAt(site)).toBe('2026-11-01T11:00:00.000Z');
  expect(dueAt({ ...site, lastBundleAt: '2026-11-03T10:00:00.000Z' })).toBe('2026-11-03T11:00:00.000Z');
  expect(dueAt({ ...site, reportEverySeconds: null })).toBe(null);
  expect(dueAt({ ...site, enrolledAt: null })).toBe(null);
});

test('a rhythm reads in the largest unit that it is whole in', () => {
  expect([60, 5_400, 3_600, 172_800, 604_800, 61].map(everyText)).toEqual([
    'every minute',
    'every 90 minutes',
    'every hour',
    'every 2 days',
    'every week',
    'every 61 seconds',
  ]);
  expect(everyText(null)).toBe('no limit');
});

test('a difference says what a field was and becomes, and what of it is not shown', () => {
  expect([undefined, 'eu', ['a', 1], 'x'.repeat(200)].map(valueText)).toEqual([
    'nothing',
    'eu',
    '["a",1]',
    `${'x'.repeat(120)}…`,
  ]);
  expect(changesText({ changes: [], unchanged: 1 })).toBe('0 objects would change, 1 object as before.');
  expect([more(0), more(3)]).toEqual(['', ' And 3 more.']);
});

test.each([
  [{ openIncidents: 0, conflicts: 0, firingAlerts: 0 }, null],
  [{ openIncidents: 1, conflicts: 0, firingAlerts: 2 }, 'Open there: 1 incident; 2 alerts fire'],
  [{ openIncidents: 2, conflicts: 1, firingAlerts: 0 }, 'Open there: 2 incidents, 1 conflict to settle'],
  [{ openIncidents: 0, conflicts: 0, firingAlerts: 1 }, '1 alert fires'],
])('of a site with %o is told: %s', (site, words) => {
  expect(openThere(site)).toBe(words);
});
