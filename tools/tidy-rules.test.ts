import { describe, expect, test } from 'vitest';
import { bannedWords, brokenLinks, linesOver, misorderedMigrations } from './tidy.ts';

// Each guard is shown a planted fault, so that a guard which can no longer fail is noticed.
describe('the tidy rules bite', () => {
  test('a banned word is named with its replacement', () => {
    expect(bannedWords('// @ts-ignore')).toHaveLength(1);
    expect(bannedWords('const a = b;')).toEqual([]);
  });

  test('a file of one line too many is found', () => {
    expect(linesOver('a\n'.repeat(11), 10)).toBe(true);
    expect(linesOver('a\n'.repeat(10), 10)).toBe(false);
  });

  test('a link to nothing is found, an address is left alone', () => {
    expect(brokenLinks('[a](gone.md) [b](https://example.org) [c](#part)', () => false)).toEqual(['gone.md']);
  });

  test('a wrongly named migration and a doubled time are found', () => {
    expect(
      misorderedMigrations(['1-a.sql', '20260101000000-a.sql', '20260101000000-b.sql', 'schema.sql']),
    ).toEqual(['1-a.sql', '20260101000000-b.sql']);
  });
});
