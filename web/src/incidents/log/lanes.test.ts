import { expect, test } from 'vitest';
import { laneOf, lanes, lanesOf, switchLane } from './lanes.ts';

test.each([
  ['alerts-counted', 'alerts'],
  ['alert-linked', 'alerts'],
  ['page-recorded', 'pages'],
  ['paging-exhausted', 'pages'],
  ['change-linked', 'changes'],
  ['team-update-due-set', 'comms'],
  ['noted', 'people'],
  ['a-type-of-tomorrow', 'people'],
])('an entry "%s" is in the lane of %s', (type, lane) => {
  expect(laneOf({ type })).toBe(lane);
});

test('the address names the lanes that are shown; all where it names none it knows', () => {
  expect([...lanesOf('pages.people')]).toEqual(['people', 'pages']);
  expect([...lanesOf(undefined)]).toEqual([...lanes]);
  expect([...lanesOf('nonsense')]).toEqual([...lanes]);
});

test('switching lanes off and on comes back to all, and never leaves none', () => {
  const without = switchLane(lanesOf(undefined), 'alerts');
  expect(without).toBe('people.pages.changes.comms');
  expect(switchLane(lanesOf(without), 'alerts')).toBeUndefined();
  expect(switchLane(lanesOf('pages'), 'pages')).toBeUndefined();
});
