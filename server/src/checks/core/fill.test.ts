import { probe } from '@fieldmarshal/contract/checks';
import { expect, test } from 'vitest';
import { fillProbe } from './fill.ts';

test('variables are filled in, secrets are left to the runner, and what is missing is named', () => {
  const given = probe.parse({
    type: 'http',
    url: '{{ baseUrl }}/{{path}}',
    headers: { authorization: 'Bearer {{secret.TOKEN}}' },
    expect: { body: [{ contains: 'for {{tenant}}' }] },
  });
  const { probe: filled, missing, secrets } = fillProbe(given, { baseUrl: 'https://eu.example', path: 'a' });
  expect(filled).toMatchObject({
    url: 'https://eu.example/a',
    headers: { authorization: 'Bearer {{secret.TOKEN}}' },
    expect: { body: [{ contains: 'for {{tenant}}' }] },
  });
  expect({ missing, secrets }).toEqual({ missing: ['tenant'], secrets: ['TOKEN'] });
});

test('the window of a burn rate is no variable', () => {
  const given = probe.parse({
    type: 'promql',
    server: 'http://p',
    query: 'rate(x[{{window}}])',
    condition: { type: 'burn-rate', objectivePercent: 99 },
  });
  expect(fillProbe(given, { window: 'nonsense' })).toEqual({ probe: given, missing: [], secrets: [] });
});

test('a value is never read as a template again', () => {
  const given = probe.parse({ type: 'tcp', host: '{{a}}', port: 1 });
  expect(fillProbe(given, { a: '{{secret.TOKEN}}' })).toMatchObject({ secrets: [], missing: [] });
});
