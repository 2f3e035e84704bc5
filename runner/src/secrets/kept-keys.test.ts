import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { keptKeys } from './kept-keys.ts';
import { fingerprintOf } from './sealed.ts';

let directory: string;
let said: string[] = [];
const say = (words: string): void => void said.push(words);

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'fieldmarshal-keys-'));
  said = [];
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

test('a runner has the same key after each start, which nobody else can read, and says which it is', () => {
  const first = keptKeys(directory, say);
  const again = keptKeys(directory, say);
  expect(again.keys.publicKey).toBe(first.keys.publicKey);
  expect([first.isKept, again.isKept]).toEqual([true, true]);
  expect(statSync(join(directory, 'runner.key')).mode & 0o777).toBe(0o600);
  const words = `The key of this runner is ${fingerprintOf(first.keys.publicKey)}.`;
  expect(said).toEqual([words, words]);
});

test('one that was installed anew has another key', () => {
  const other = join(directory, 'other');
  mkdirSync(other);
  expect(keptKeys(other, say).keys.publicKey).not.toBe(keptKeys(directory, say).keys.publicKey);
});

test.each([
  '',
  'no key at all',
  '-----BEGIN PRIVATE KEY-----\nMC4CAQAwBQYDK2Vw\n-----END PRIVATE KEY-----\n',
])('a file that holds no key (%j) is replaced, and that is said', (text) => {
  const path = join(directory, 'runner.key');
  writeFileSync(path, text);
  const { keys, isKept } = keptKeys(directory, say);
  expect(isKept).toBe(true);
  expect(said[0]).toContain('holds no key that can be read');
  expect(keptKeys(directory, say).keys.publicKey).toBe(keys.publicKey);
  expect(readFileSync(path, 'utf8')).not.toBe(text);
});

test('where no file can be made it goes on with a key of this start, and says so', () => {
  const nowhere = join(directory, 'gone');
  const { isKept } = keptKeys(nowhere, say);
  expect(isKept).toBe(false);
  expect(said[0]).toContain('cannot be kept');
});
