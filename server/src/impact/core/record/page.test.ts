import type { ImpactRow } from '@fieldmarshal/contract/impact';
import { expect, test } from 'vitest';
import { pageOf } from './page.ts';

const row = (name: string, standing: ImpactRow['standing'], more: Partial<ImpactRow> = {}): ImpactRow => ({
  kind: 'customer',
  name,
  title: name,
  publicName: null,
  state: 'down',
  standing,
  confidence: standing === 'likely' ? 0.9 : 0.5,
  observed: false,
  evidence: [],
  path: [],
  environments: [],
  environmentsOf: 1,
  criticality: null,
  application: null,
  usersPerHour: null,
  userMinutesLost: 0,
  asOf: '2026-01-01T00:00:00.000Z',
  since: '2026-01-01T00:00:00.000Z',
  until: null,
  freshUntil: null,
  decision: null,
  ...more,
});

const mixed = [
  row('works', 'not-hit'),
  row('weak', 'possible', { confidence: 0.2 }),
  row('rejected', 'rejected'),
  row('over', 'likely', { until: '2026-01-01T00:10:00.000Z' }),
  row('unknown', 'possible', { confidence: null, state: 'unknown' }),
  row('maybe', 'possible'),
  row('likely', 'likely'),
  row('added', 'confirmed'),
];
const names = (rows: readonly ImpactRow[]) => rows.map(({ name }) => name);

test('what people work on comes first, and what is known to work last', () => {
  expect(names(pageOf(mixed, 0, 100).rows)).toEqual([
    'likely',
    'added',
    'unknown',
    'maybe',
    'over',
    'rejected',
    'weak',
    'works',
  ]);
});

test('pages hold every row once, and the last one says that it is the last', () => {
  const seen: string[] = [];
  let start: number | null = 0;
  while (start !== null) {
    const page: ReturnType<typeof pageOf> = pageOf(mixed, start, 3);
    seen.push(...names(page.rows));
    start = page.next;
  }
  expect(seen).toEqual(names(pageOf(mixed, 0, 8).rows));
  expect(pageOf(mixed, 0, 8).next).toBeNull();
  expect(pageOf(mixed, 99, 3)).toEqual({ rows: [], next: null });
  expect(pageOf([], 0, 3)).toEqual({ rows: [], next: null });
});
