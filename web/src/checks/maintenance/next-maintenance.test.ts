import { expect, test } from 'vitest';
import { nextMaintenance } from './next-maintenance.ts';

const work = {
  source: 'MaintenanceWindow/n',
  title: 'Nightly',
  products: ['search'],
  environments: [] as string[],
  checks: [] as string[],
  timeZone: 'Etc/UTC',
  words: ['every day 02:00–04:00'],
  from: 'file' as const,
  next: [
    { startsAt: '2027-01-01T02:00:00.000Z', endsAt: '2027-01-01T04:00:00.000Z', ended: true },
    { startsAt: '2027-01-02T02:00:00.000Z', endsAt: '2027-01-02T04:00:00.000Z', ended: false },
  ],
};
const place = { check: 'login', products: ['search', 'gateway'], environment: 'eu' };
const next = (part: object) => nextMaintenance(place, { planned: [{ ...work, ...part }], windows: [] });

test('the next maintenance of a check is the first that was not called off and that covers it', () => {
  expect(next({})).toEqual({
    title: 'Nightly',
    startsAt: '2027-01-02T02:00:00.000Z',
    endsAt: '2027-01-02T04:00:00.000Z',
  });
  expect(next({ checks: ['login'], environments: ['eu'] })).not.toBeNull();
  expect(next({ products: ['billing'] })).toBeNull();
  expect(next({ checks: ['logout'] })).toBeNull();
  expect(next({ environments: ['us'] })).toBeNull();
});
