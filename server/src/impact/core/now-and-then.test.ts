import { expect, test } from 'vitest';
import { tooFewPasses } from './now-and-then.ts';

/** Newest first, as letters: passed, failed. */
const ran = (key: string, letters: string, environment = 'eu') => ({
  key,
  environment,
  passed: Array.from(letters, (letter) => letter === 'p'),
});
const noneDegraded = new Set<string>();

test('where a product is degraded, three passes in a row clear a check, and fewer do not', () => {
  const all = [
    ran('new', ''),
    ran('two', 'pp'),
    ran('three', 'ppp'),
    ran('broken', 'ppfp'),
    ran('us', 'p', 'us'),
  ];
  expect([...tooFewPasses(all, new Set(['eu']))]).toEqual(['new', 'two', 'broken']);
  expect(tooFewPasses(all, noneDegraded).size).toBe(0);
});

test.each([
  ['fpf', true],
  ['pfpf', true],
  // It has begun to fail.
  ['fffpp', false],
  // It has stopped.
  ['ppfff', false],
  ['', false],
  ['pppp', false],
])(
  'a check that failed, passed and failed again (%s) shows that one pass clears nothing: %s',
  (letters, does) => {
    const found = tooFewPasses([ran('other', 'p'), ran('own', letters)], noneDegraded);
    expect(found.has('other')).toBe(does);
  },
);
