import { describe, expect, test } from 'vitest';
import { matches, matcherText, parseMatcher, parseMatchers } from './matcher.ts';

describe('one matcher, as amtool and Alertmanager read it', () => {
  test.each([
    ['a="b"', { name: 'a', value: 'b', isRegex: false, isEqual: true }],
    ['a=b', { name: 'a', value: 'b', isRegex: false, isEqual: true }],
    [' a != "b c" ', { name: 'a', value: 'b c', isRegex: false, isEqual: false }],
    ['a=~"b|c"', { name: 'a', value: 'b|c', isRegex: true, isEqual: true }],
    ['a!~"b.*"', { name: 'a', value: 'b.*', isRegex: true, isEqual: false }],
    ['a=""', { name: 'a', value: '', isRegex: false, isEqual: true }],
    ['a=', { name: 'a', value: '', isRegex: false, isEqual: true }],
    ['a="x\\"y"', { name: 'a', value: 'x"y', isRegex: false, isEqual: true }],
    ['a="x\\ny\\\\z\\q"', { name: 'a', value: 'x\ny\\z\\q', isRegex: false, isEqual: true }],
    ['a="line\none"', { name: 'a', value: 'line\none', isRegex: false, isEqual: true }],
    ['"com.example/team"="x"', { name: 'com.example/team', value: 'x', isRegex: false, isEqual: true }],
  ])('%s', (text, matcher) => {
    expect(parseMatcher(text)).toEqual(matcher);
  });

  test.each([
    ['a', 'bad matcher format: a'],
    ['', 'bad matcher format: '],
    ['1a="b"', 'bad matcher format: 1a="b"'],
    ['a="b', 'matcher value contains unescaped double quote: "b'],
    ['a=b"', 'matcher value contains unescaped double quote: b"'],
    ['a="b"c"', 'matcher value contains unescaped double quote: "b"c"'],
    ['a=~"("', 'error parsing regexp: missing closing ): `^(?:()$`'],
    ['a=~"(?=x)"', 'error parsing regexp: invalid or unsupported Perl syntax: `(?=`'],
    [`a=~"${'x'.repeat(1_001)}"`, 'a regular expression may have at most 1000 characters'],
  ])('refuses %s', (text, message) => {
    expect(() => parseMatcher(text)).toThrow(message);
  });

  test('what is written is read back', () => {
    const matcher = { name: 'odd name', value: 'a "b" \\ \n c', isRegex: false, isEqual: false };
    expect(parseMatcher(matcherText(matcher))).toEqual(matcher);
  });
});

test('several matchers: braces optional, commas inside quotes are text', () => {
  expect(parseMatchers('{a="1,2", b=~"x\\",y",}').map((matcher) => matcherText(matcher))).toEqual([
    'a="1,2"',
    'b=~"x\\",y"',
  ]);
  expect(parseMatchers('')).toEqual([]);
  expect(parseMatchers('{}')).toEqual([]);
});

describe('matching', () => {
  test.each([
    ['a="b"', { a: 'b' }, true],
    ['a="b"', {}, false],
    ['a=""', {}, true],
    ['a!="b"', {}, true],
    ['a!=""', {}, false],
    ['a=~"b|c"', { a: 'c' }, true],
    ['a=~"b"', { a: 'xbx' }, false],
    ['a=~"b.d"', { a: 'bcd' }, true],
    ['a=~".*"', {}, true],
    ['a!~"b.*"', { a: 'bee' }, false],
    ['toString=""', {}, true],
  ])('%s on %o', (text, labels, expected) => {
    expect(matches(parseMatcher(text), labels)).toBe(expected);
  });

  test('a hostile pattern takes time linear in the value', () => {
    const matcher = parseMatcher('a=~"(a+)+(a+)+b"');
    // A backtracking engine would run into the time limit of the test.
    expect(matches(matcher, { a: 'a'.repeat(50_000) })).toBe(false);
  });
});
