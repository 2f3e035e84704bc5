import { expect, test } from 'vitest';
import { parseMatchers } from './matcher.ts';
import { silencedBy, silenceState, type SilenceRule } from './silence.ts';

const rule: SilenceRule = {
  id: 's1',
  matchers: parseMatchers('team="a"'),
  products: [],
  environments: ['eu-prod'],
  startsAt: 100,
  endsAt: 200,
  integration: null,
};
const alert = { labels: { team: 'a' }, integration: 'i', product: null, environment: 'eu-prod' };

test('the start belongs to the window, the end does not', () => {
  expect([99, 100, 199, 200].map((now) => silenceState(rule, now))).toEqual([
    'pending',
    'active',
    'active',
    'expired',
  ]);
  expect([99, 100, 199, 200].map((now) => silencedBy([rule], alert, now))).toEqual([
    null,
    ['s1'],
    ['s1'],
    null,
  ]);
});

test.each([
  ['other label', { ...alert, labels: { team: 'b' } }],
  ['other environment', { ...alert, environment: 'us-prod' }],
  ['no environment', { ...alert, environment: null }],
])('%s: not covered', (_, other) => {
  expect(silencedBy([rule], other, 150)).toBeNull();
});

test('a silence of an integration covers its own alerts only', () => {
  const own = { ...rule, integration: 'i' };
  expect(silencedBy([own], alert, 150)).toEqual(['s1']);
  expect(silencedBy([own], { ...alert, integration: 'j' }, 150)).toBeNull();
});
