import { expect, test } from 'vitest';
import { behindNewest } from './versions.ts';

test.each([
  ['nothing runs', [], null],
  ['one place', ['4.18.2'], 0],
  ['all the same', ['4.18.2', '4.18.2'], 0],
  ['numbers, not letters: 10 is newer than 9', ['4.9', '4.10', '4.10.0'], 1],
  ['a v and what a build adds say nothing', ['v2.0.0+a1', '2.0.0+b7'], 0],
  ['what comes before a release is older', ['2.0.0-rc.2', '2.0.0', '1.9'], 2],
  ['a later one of these is newer', ['2.0.0-rc.10', '2.0.0-rc.9', '2.0.0-alpha', '2.0.0-rc'], 3],
  ['a number comes before a word there', ['1.0-1', '1.0-a'], 1],
  ['dates', ['2026.11.2', '2026.9.30'], 1],
  ['a commit has no order, so nobody knows', ['4.18.2', 'a1b2c3d'], null],
])('%s', (_name, versions, behind) => {
  expect(behindNewest(versions)).toBe(behind);
});
