import type { ImpactRow, ImpactTotals } from '@fieldmarshal/contract/impact';
import { describe, expect, it } from 'vitest';
import { assessHouse, suspicion, graphOf, house } from '../testing-house.ts';
import { nothingBeyond } from '../record/beyond.ts';
import { totalsOf } from '../record/totals.ts';
import { proposeSeverity, shippedRules, type Proposing } from './propose.ts';

function about(rows: readonly ImpactRow[], more: Partial<Proposing> = {}): Proposing {
  const totals: ImpactTotals = totalsOf(rows, graphOf(house), {
    now: '2026-11-26T12:00:00.000Z',
    beyond: nothingBeyond,
  });
  return { rows, totals, dataLoss: null, reported: null, ...more };
}
const down = (...environments: string[]) =>
  assessHouse({ suspicions: environments.map((environment) => suspicion('search', environment)) }).rows;

describe('the table that is shipped', () => {
  it.each([
    ['mission-critical and down in one place', about(down('eu')), 'SEV2'],
    ['mission-critical and down in two', about(down('eu', 'us')), 'SEV1'],
    [
      'slow only',
      about(assessHouse({ suspicions: [suspicion('search', 'eu', { state: 'slow' })] }).rows),
      'SEV3',
    ],
    ['less critical and down', about(assessHouse({ suspicions: [suspicion('files', 'eu')] }).rows), 'SEV3'],
    ['no workflow', about(assessHouse({ suspicions: [suspicion('audit', 'eu')] }).rows), 'SEV4'],
    ['lost data', about([], { dataLoss: true }), 'SEV1'],
  ])('gives %s its severity', (_, given, severity) => {
    expect(proposeSeverity(shippedRules, given)?.severity).toBe(severity);
  });

  it('gives none where nothing is likely hit', () => {
    const weak = assessHouse({ suspicions: [suspicion('search', 'eu', { probability: 0.4 })] }).rows;
    expect(proposeSeverity(shippedRules, about(weak))).toBeNull();
  });
});

it('never goes below what was reported, and says so', () => {
  const proposal = proposeSeverity(shippedRules, about(down('eu'), { reported: 'SEV1' }));
  expect(proposal).toMatchObject({ severity: 'SEV1', rule: 'mission-critical and down' });
  expect(proposal?.reason).toBe(
    'mission-critical and down: find is down, 1 environment, 1 customer, 100 users/h; not below SEV1, as it was reported',
  );
});

it('takes the first rule that holds', () => {
  const rules = [
    { name: 'crowd', severity: 'SEV1', when: { usersPerHour: 101 } },
    { name: 'some', severity: 'SEV4', when: { usersPerHour: 100 } },
  ] as const;
  expect(proposeSeverity(rules, about(down('eu')))?.rule).toBe('some');
});
