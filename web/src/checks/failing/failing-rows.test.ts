import type { FailingGroup } from '@fieldmarshal/contract/localisation/cause';
import { expect, test } from 'vitest';
import { byLikelyCause } from './failing-rows.ts';

function group(id: string, product: string | null, checks: number, since: string): FailingGroup {
  return {
    ...{ id, environment: `env-${id}`, since, incidentId: null, clear: true, judgedAt: null, answer: null },
    checks: Array.from({ length: checks }, (_, index) => `check-${index}`),
    suspects:
      product === null
        ? []
        : [{ kind: 'product', name: product, displayName: product, team: null, probability: 0.8 }],
  };
}

test('groups of one cause stand together, that with the most failing checks first, each the longest failing first', () => {
  const rows = byLikelyCause([
    group('1', 'maps', 3, '2026-11-26T10:03:00Z'),
    group('2', null, 1, '2026-11-26T10:00:00Z'),
    group('3', 'search', 2, '2026-11-26T10:05:00Z'),
    group('4', 'search', 2, '2026-11-26T10:04:00Z'),
  ]);
  expect(rows.map(({ id }) => id)).toEqual(['4', '3', '1', '2']);
});
