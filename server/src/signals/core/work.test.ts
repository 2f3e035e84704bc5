import type { CatalogObject } from '@fieldmarshal/contract/catalog';
import { expect, test } from 'vitest';
import { matchesAll } from './matcher.ts';
import { plannedOf, workSources } from './work.ts';

type Window = CatalogObject<'MaintenanceWindow'>;

function window(spec: Partial<Window['spec']>): Window {
  return {
    kind: 'MaintenanceWindow',
    name: 'nightly',
    labels: {},
    spec: {
      products: [],
      environments: [],
      checks: [],
      timeZone: 'Etc/UTC',
      times: [{ days: ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'], from: '02:00', to: '04:00' }],
      ...spec,
    },
    origin: { from: 'file', path: 'c.yaml' },
    generation: 1,
    updatedAt: '2027-01-01T00:00:00.000Z',
  };
}

const now = Date.parse('2027-01-01T03:00:00Z');

function planned(spec: Partial<Window['spec']>): string[] {
  return workSources({ windows: [window(spec)], checks: [] })
    .flatMap((work) => plannedOf(work, now))
    .map(({ plannedFor }) => new Date(plannedFor).toISOString().slice(0, 16));
}

test('what is under way and what begins within two days is planned; without any, the next one, however far away', () => {
  expect(planned({})).toEqual(['2027-01-01T02:00', '2027-01-02T02:00', '2027-01-03T02:00']);
  expect(planned({ validFrom: '2027-03-01T00:00:00Z' })).toEqual(['2027-03-01T02:00']);
  expect(planned({ validUntil: '2027-01-02T02:00:00Z' })).toEqual(['2027-01-01T02:00']);
  expect(planned({ validUntil: '2027-01-01T02:00:00Z' })).toEqual([]);
});

test('checks are meant by their whole names, whatever signs are in them', () => {
  const covered = (checks: string[], check: string): boolean => {
    const [work] = workSources({ windows: [window({ checks })], checks: [] });
    const matchers = work ? (plannedOf(work, now)[0]?.matchers ?? []) : [];
    return matchesAll(matchers, { check });
  };
  expect(covered(['sign.in'], 'sign.in')).toBe(true);
  expect(covered(['sign.in', 'sign-up'], 'sign.in')).toBe(true);
  expect(covered(['sign.in', 'sign-up'], 'sign-in')).toBe(false);
  expect(covered(['sign.in', 'sign-up'], 'sign-up-again')).toBe(false);
});
