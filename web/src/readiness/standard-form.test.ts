import { standardSpec } from '@fieldmarshal/contract/readiness/standard';
import { expect, test } from 'vitest';
import { blankStandard, missingInStandard, standardForm, standardOf } from './standard-form.ts';

test('editing nothing saves the very same', () => {
  const spec = standardSpec.parse({
    displayName: 'A',
    why: 'w',
    area: 'a',
    fix: 'f',
    rule: 'runbook_set',
    due: '2027-01-31',
    owner: 'crew',
    target: 90,
    appliesTo: { labels: { tier: '1' }, teams: ['x'], criticality: 2 },
  });
  expect(standardOf(standardForm(spec))).toEqual(spec);
});

test('what is missing is named, the rule first', () => {
  expect(missingInStandard(blankStandard).map(({ path }) => path)).toEqual(['rule', 'area', 'why', 'fix']);
});
