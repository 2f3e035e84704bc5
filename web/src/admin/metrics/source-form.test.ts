import { metricsSourceSpec } from '@fieldmarshal/contract/knowledge';
import { expect, test } from 'vitest';
import { blankSource, missingInSource, sourceForm, sourceOf } from './source-form.ts';

test('a metrics server is saved as it was; a user goes with a password only, and what is missing is told by its field', () => {
  const source = metricsSourceSpec.parse({
    ...{ displayName: 'Mimir', url: 'https://mimir.example/prometheus', auth: 'basic', user: 'fm' },
    ...{ tenant: 'one', description: 'kept' },
  });
  expect(sourceOf(sourceForm(source))).toEqual(source);
  expect(sourceOf({ ...sourceForm(source), auth: 'bearer', tenant: ' ' })).toEqual({
    ...{ displayName: 'Mimir', url: 'https://mimir.example/prometheus', auth: 'bearer', description: 'kept' },
  });
  expect(missingInSource({ ...blankSource, auth: 'basic' }).map(({ path }) => path)).toEqual(['url', 'user']);
});
