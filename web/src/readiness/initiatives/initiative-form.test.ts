import { initiativeSpec } from '@fieldmarshal/contract/readiness/standard';
import { expect, test } from 'vitest';
import { blankInitiative, initiativeForm, initiativeOf, missingInInitiative } from './initiative-form.ts';

test('editing nothing saves the very same', () => {
  const spec = initiativeSpec.parse({
    ...{
      displayName: 'A',
      why: 'w',
      standards: ['s'],
      start: '2026-01-01',
      due: '2026-02-01',
      owner: 'crew',
    },
    description: 'd',
    appliesTo: { labels: { tier: '1' }, teams: ['x'] },
  });
  expect(initiativeOf(initiativeForm(spec))).toEqual(spec);
});

test('what is missing is named, and days in the wrong order', () => {
  const blank = blankInitiative('2026-01-01');
  expect(missingInInitiative(blank).map(({ path }) => path)).toEqual(['why', 'standards', 'due']);
  const backwards = { ...blank, why: 'w', standards: ['s'], due: '2025-12-31' };
  expect(missingInInitiative(backwards)).toEqual([
    { path: 'due', message: 'Must be after the day it begins' },
  ]);
});
