import { expect, test } from 'vitest';
import { labels, line, objectName, plainLine } from './name.ts';

test.each(['a', 'eu-prod', 'search.v2', 'a_b', '9', 'constructor-2', 'x'.repeat(63)])(
  '%s is a name',
  (name) => {
    expect(objectName.safeParse(name).success).toBe(true);
  },
);

test.each([
  ['', 'is required'],
  ['A', 'lower-case'],
  ['-a', 'lower-case'],
  ['a-', 'lower-case'],
  ['a b', 'lower-case'],
  ['__proto__', 'lower-case'],
  ['constructor', 'another word'],
  ['x'.repeat(64), '63'],
])('"%s" is no name: %s', (name, why) => {
  const parsed = objectName.safeParse(name);
  expect(parsed.success).toBe(false);
  if (why !== 'is required') expect(parsed.error?.message).toContain(why);
});

test('no name is one that every object knows', () => {
  const inherited = Object.getOwnPropertyNames(Object.prototype);
  expect(inherited.filter((name) => objectName.safeParse(name).success)).toEqual([]);
});

test.each([{ a: 'x' }, { 'a b/c': '' }, { 夏: '🌷' }])('%j are labels', (given) => {
  expect(labels.safeParse(given).success).toBe(true);
});

test.each([
  { '\ud800': 'x' },
  { a: '\udfff' },
  { 'a\0': 'x' },
  { a: '\0' },
  { '': 'x' },
  { a: 'x'.repeat(201) },
])('%j are no labels', (given) => {
  expect(labels.safeParse(given).success).toBe(false);
});

test('a line cannot turn around what stands behind it, and keeps letters of every script', () => {
  expect(line.parse(' \u202eevil \u2067ליל\u2069 ')).toBe('evil ליל');
  expect(line.safeParse('\u202a \u202c').success).toBe(false);
  expect(line.safeParse('a\nb').success).toBe(false);
});

test('a line for people outside is not quietly another one than was approved', () => {
  expect(plainLine.safeParse('Tide\u202e').success).toBe(false);
});
