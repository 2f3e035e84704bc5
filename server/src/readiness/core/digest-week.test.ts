import { expect, test } from 'vitest';
import { digestWeekAt } from './digest-week.ts';

test.each([
  ['2026-11-23T07:59:00Z', 'Etc/UTC', null],
  ['2026-11-23T08:00:00Z', 'Etc/UTC', { monday: '2026-11-23', daysLate: 0 }],
  ['2026-11-24T06:00:00Z', 'Etc/UTC', null],
  ['2026-11-24T09:00:00Z', 'Etc/UTC', { monday: '2026-11-23', daysLate: 1 }],
  ['2026-11-29T23:00:00Z', 'Etc/UTC', { monday: '2026-11-23', daysLate: 6 }],
  // Monday in Sydney while it is Sunday in London, and the other way round in Denver.
  ['2026-11-22T22:00:00Z', 'Australia/Sydney', { monday: '2026-11-23', daysLate: 0 }],
  ['2026-11-23T16:00:00Z', 'America/Denver', { monday: '2026-11-23', daysLate: 0 }],
  ['2026-11-23T14:00:00Z', 'America/Denver', null],
  // Over the end of a year and a change of the clock.
  ['2027-01-02T12:00:00Z', 'Europe/London', { monday: '2026-12-28', daysLate: 5 }],
  ['2026-10-25T12:00:00Z', 'Europe/London', { monday: '2026-10-19', daysLate: 6 }],
])('at %s in %s the week due is %j', (at, timeZone, week) => {
  expect(digestWeekAt(new Date(at), timeZone)).toEqual(week);
});
