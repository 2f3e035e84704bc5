import { expect, test } from 'vitest';
import { contentHash, fingerprint } from './fingerprint.ts';

// Taken from Debian's Alertmanager 0.25.0, GET /api/v2/alerts, on 2026-11-24.
test.each([
  [{ a: 'x\u0000' }, 'd42c4a2c36ca12f2'],
  [{ good: 'x' }, 'e7f6083e6022c2c8'],
])('%o has the fingerprint that Alertmanager gives it', (labels, expected) => {
  expect(fingerprint(labels)).toBe(expected);
});

test('the order of labels does not matter, the border between name and value does', () => {
  expect(fingerprint({ a: '1', b: '2' })).toBe(fingerprint({ b: '2', a: '1' }));
  expect(fingerprint({ ab: 'c' })).not.toBe(fingerprint({ a: 'bc' }));
});

test('text beyond ASCII counts as UTF-8', () => {
  expect(fingerprint({ a: 'ünï' })).toMatch(/^[0-9a-f]{16}$/);
  expect(fingerprint({ a: 'ünï' })).not.toBe(fingerprint({ a: 'uni' }));
});

test('the content hash sees every part, each in its place', () => {
  const base = { title: 'a', labels: { l: '1' }, annotations: { n: '2' }, link: 'x' };
  const others = [
    { ...base, title: 'b' },
    { ...base, labels: { l: '2' } },
    { ...base, annotations: { n: '1' } },
    { ...base, link: null },
    { ...base, labels: { n: '2' }, annotations: { l: '1' } },
  ];
  const hashes = new Set([base, ...others].map((parts) => contentHash(parts)));
  expect(hashes.size).toBe(6);
  expect([...hashes].every((hash) => Number.isSafeInteger(hash))).toBe(true);
});
