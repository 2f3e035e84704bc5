import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { auditText } from './audit-chain.ts';
import { canonicalJson, plainJson } from './canonical.ts';

const anything = fc.anything({ withBigInt: true, withDate: true, withNullPrototype: true, maxDepth: 4 });

/** What a jsonb column may do: other order of keys, other spacing, the same values. */
function reordered(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(reordered);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .toReversed()
      .map(([key, part]) => [key, reordered(part)] as const),
  );
}

test('a value has one text, whatever the order of its keys', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      expect(canonicalJson(reordered(value))).toBe(canonicalJson(value));
    }),
  );
});

test('what comes back from storage has the text of what went in', () => {
  fc.assert(
    fc.property(anything, (value) => {
      const stored: unknown = JSON.parse(JSON.stringify(reordered(plainJson(value))));
      expect(canonicalJson(stored)).toBe(canonicalJson(value));
    }),
  );
});

test('its text is as long as its JSON, which has the same parts in another order', () => {
  fc.assert(
    fc.property(anything, (value) => {
      expect(canonicalJson(value).length).toBe(JSON.stringify(plainJson(value)).length);
    }),
  );
});

test('different values have different texts', () => {
  fc.assert(
    fc.property(fc.jsonValue(), fc.jsonValue(), (a, b) => {
      const same = isDeepStrictEqual(plainJson(a), plainJson(b));
      expect(canonicalJson(a) === canonicalJson(b)).toBe(same);
    }),
  );
});

test('nothing in a text is beyond what PostgreSQL stores', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      const canonical = canonicalJson({ [text]: `${text}\0\uD800` });
      expect(canonical.isWellFormed()).toBe(true);
      expect(canonical).not.toContain(String.raw`\u0000`);
      expect(canonical).not.toMatch(/\\ud[89a-f]/);
    }),
  );
});

test.each<[what: string, value: unknown, text: string]>([
  ['keys in order', { b: 1, a: [true, null] }, '{"a":[true,null],"b":1}'],
  ['nothing', undefined, 'null'],
  ['negative zero', -0, '0'],
  ['large numbers', 1e21, '1e+21'],
  ['no number', Number.NaN, 'null'],
  ['dates and what JSON lacks', { at: new Date(0), gone: undefined }, '{"at":"1970-01-01T00:00:00.000Z"}'],
  ['NUL', 'ü\0', '"ü\u{FFFD}"'],
])('%s', (_what, value, text) => {
  expect(canonicalJson(value)).toBe(text);
});

test('bigints are written as their digits', () => {
  expect(canonicalJson({ n: 10n })).toBe('{"n":"10"}');
});

test('every field of an audit row is in its text', () => {
  const content = {
    at: '2026-11-24T00:00:00.000Z',
    actor: 'person:mira',
    actorName: 'Mira Khan',
    action: 'incident.resolved',
    subject: 'INC-42',
    before: { state: 'monitoring' },
    after: { state: 'resolved' },
    requestId: 'r-1',
  };
  for (const key of Object.keys(content))
    expect(auditText({ ...content, [key]: 'other' }), key).not.toBe(auditText(content));
});
