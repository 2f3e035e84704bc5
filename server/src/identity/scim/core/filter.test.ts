import { expect, test } from 'vitest';
import { parseFilter } from './filter.ts';

test.each([
  ['as Okta asks', 'userName eq "mira@relief.example"', [['userName', 'mira@relief.example']]],
  ['as Entra asks', 'externalId eq "7a1"', [['externalId', '7a1']]],
  [
    'several, in any case',
    'displayName EQ "SRE" And active eq True',
    [
      ['displayName', 'SRE'],
      ['active', true],
    ],
  ],
  ['in brackets', '(userName eq "a")', [['userName', 'a']]],
  [
    'of a list',
    'emails[type eq "work" and value eq "a@b.example"]',
    [
      ['emails.type', 'work'],
      ['emails.value', 'a@b.example'],
    ],
  ],
  [
    'with the schema before it',
    'urn:ietf:params:scim:schemas:core:2.0:User:userName eq "a"',
    [['userName', 'a']],
  ],
  ['with what JSON escapes', String.raw`userName eq "a\\b\"c\u00e9"`, [['userName', 'a\\b"cé']]],
])('reads a filter %s', (_how, text, conditions) => {
  expect(parseFilter(text).map(({ attribute, value }) => [attribute, value])).toEqual(conditions);
});

test.each([
  'userName',
  'userName co "a"',
  'userName eq a',
  'userName eq "a" or userName eq "b"',
  'not (userName eq "a")',
  'userName eq "a',
  'userName eq "a" "b"',
  '(userName eq "a"',
  'emails[type eq "work"',
  '"a" eq userName',
  'userName eq {}',
  "userName eq 'a'",
  '',
  `userName eq "${'a'.repeat(1_000)}"`,
])('refuses %j with the word for it', (text) => {
  expect(() => parseFilter(text)).toThrow(
    expect.objectContaining({ status: 400, scimType: 'invalidFilter' }),
  );
});

test.each(['"\n\\', '((', 'a[', 'a eq "\\"', 'a:'])(
  'of the longest filter of %j is refused at once',
  (odd) => {
    expect(() => parseFilter(odd.repeat(1_000 / odd.length))).toThrow('The filter');
  },
);
