import { describe, expect, it } from 'vitest';
import { plainLine } from './name.ts';
import { hasUnseen, withoutUnseen } from './unseen.ts';

const seen = [
  'Ada Lovelace',
  "Seán O'Brien-Núñez",
  'Jürgen Ångström',
  'Nguyễn Thị Ánh',
  'דוד בן־גוריון',
  'محمّد الأمين',
  // Joiners of Persian, Sinhala, Malayalam and Bengali words.
  'علی‌رضا مهدی‌زاده',
  'ශ්‍රී ලංකා',
  'മോഹന്‍ ദാസ്',
  'র‍্যাব',
  'नेपाल क्‌ष',
  '葛󠄀城 渡邉',
  'ᠮᠣᠩᠭᠣᠯ᠎ᠠ',
  '김철수',
  'On call 👩🏽‍🚒 ❤️‍🔥',
];
const hidden: readonly (readonly [string, string, string])[] = [
  ['an override', 'Ada\u202ekcA', 'AdakcA'],
  ['an isolate', '\u2067Ada', 'Ada'],
  ['a mark of direction', 'Ada\u200f\u061c', 'Ada'],
  ['a space without width', 'A\u200bda', 'Ada'],
  ['a joiner of words', 'A\u2060da\ufeff', 'Ada'],
  ['a soft hyphen', 'A\u00adda', 'Ada'],
  ['a joiner between letters that do not join', 'A\u200cd\u200da', 'Ada'],
  ['a joiner behind the last letter', 'علی\u200c', 'علی'],
  ['a filler', '\u3164Ada\u2800', 'Ada'],
  ['text that only programs read', 'Ada\u{e0041}\u{e007f}', 'Ada'],
  ['a separator of lines', 'Ada\u2028Acknowledged', 'Ada Acknowledged'],
];

describe('what is not seen', () => {
  it.each(seen)('is not in %s', (name) => {
    expect([hasUnseen(name), withoutUnseen(name), plainLine.safeParse(name).success]).toEqual([
      false,
      name,
      true,
    ]);
  });

  it.each(hidden)('%s is refused in a name, and taken out of one from elsewhere', (_, name, cleaned) => {
    expect(plainLine.safeParse(name).error?.issues[0]?.message).toBe(
      'must not contain marks that are not seen',
    );
    expect([withoutUnseen(name), hasUnseen(withoutUnseen(name))]).toEqual([cleaned, false]);
  });
});
