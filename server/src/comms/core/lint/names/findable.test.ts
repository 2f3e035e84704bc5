import fc from 'fast-check';
import { expect, test } from 'vitest';
import { placesOf } from '../reading.ts';
import { findable } from './findable.ts';

const letters = [...Array.from("aAbſsSßẞéÉeİiσςΣкК1_-. '#"), 'e\u{301}', '\u{1F600}'];
const text = (maxLength: number) =>
  fc.array(fc.constantFrom(...letters), { maxLength }).map((parts) => parts.join(''));

test('no name that stands in a text is overlooked, and names keep their order', () => {
  const found = findable((name: string) => name);
  fc.assert(
    fc.property(fc.array(text(5), { maxLength: 8 }), text(30), (names, read) => {
      const candidates = found(names, read);
      const standing = names.filter((name) => placesOf(read, name).length > 0);
      expect(candidates.map(({ name }) => name).filter((name) => placesOf(read, name).length > 0)).toEqual(
        standing,
      );
    }),
    { numRuns: 3_000 },
  );
});

test('of many names only those are looked at whose first word is there', () => {
  const found = findable(({ called }: { called: string | null }) => called);
  const items = ['Billing core', null, 'billing', 'core', '#', 'Till'].map((called) => ({ called }));
  expect(found(items, 'The BILLING page').map(({ name }) => name)).toEqual(['Billing core', 'billing', '#']);
});
