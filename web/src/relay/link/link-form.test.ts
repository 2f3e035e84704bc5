import { expect, test } from 'vitest';
import { callText, linkFormKey, linkFormOf } from './link-form.ts';

const link = {
  url: 'https://hq.example',
  everySeconds: 3_600,
  standing: { policy: 'careful 0011', by: 'mira' },
  triedAt: null,
  result: null,
};

test('an approval shows for its own policy, and is kept while the policy cannot be read', () => {
  const standing = (policy: string | null) => linkFormOf({ link, policy }).standing;
  expect([standing('careful 0011'), standing('careful 0012'), standing(null)]).toEqual([true, false, true]);
  expect(linkFormOf({ link: { ...link, standing: null }, policy: null }).standing).toBe(false);
});

test('another policy begins the form anew; a call does not', () => {
  const key = linkFormKey({ link, policy: 'careful 0011' });
  expect(linkFormKey({ link, policy: 'careful 0012' })).not.toBe(key);
  expect(linkFormKey({ link, policy: null })).not.toBe(key);
  const called = { ...link, triedAt: '2026-05-01T00:00:00Z', result: 'ok: 1 bundle brought' };
  expect(linkFormKey({ link: called, policy: 'careful 0011' })).toBe(key);
});

test('what came of a call is told in sentences with one full stop each', () => {
  expect(callText('ok: 1 bundle brought, 0 bundles fetched')).toBe('1 bundle brought, 0 bundles fetched.');
  expect(callText('Headquarters cannot be reached.')).toBe('Headquarters cannot be reached.');
});
