import { expect, test } from 'vitest';
import { passwordFault } from './password-rule.ts';

const owner = {
  person: 'mira-khan-field',
  displayName: 'Mira Khan-Ferreira',
  email: 'Mira.Khan@relief.example',
};

test.each([
  ['eleven chars', 'tulip-rain9', /at least 12/],
  ['only common once marks and case are left out', 'Correct-Horse-Battery-Staple', /too common/],
  ['common with marks at the end', 'Password1234!!', /too common/],
  ['a common word with digits that no list has', 'Password987654', /too common/],
  ['a common word with letters as marks', 'P@$$w0rd!2031', /too common/],
  ['two common words and a year', 'SummerLondon2027!', /too common/],
  ['a walk along the keyboard', 'qwertyuiop[]asdf', /too common/],
  ['a walk backwards with a number', 'poiuytrewq-4711', /too common/],
  ['a walk down the keyboard', '1qaz2wsx3edc4rfv', /too common/],
  ['one piece again and again', 'zork!zork!zork!', /too common/],
  ['digits only', '9182 7364 5546', /too common/],
  ['few different characters', 'abababababababab', /different/],
  ['the e-mail address', 'mira.khan@relief.example', /name or e-mail/],
  ['the e-mail address in capitals with a year', 'MIRA.KHAN@RELIEF.EXAMPLE2026', /name or e-mail/],
  ['the name with digits', 'mirakhanferreira123', /name or e-mail/],
  ['the account', 'mira_khan_field!', /name or e-mail/],
  ['the name twice', 'mirakhanmirakhan12', /name or e-mail/],
  ['the names the other way round, with a year', 'Khan-Mira-2031!', /name or e-mail/],
  ['a name with a common word', 'ferreiraPassword1', /name or e-mail/],
  ['a name with marks in place of letters', 'M1r4.Kh4n!2031', /name or e-mail/],
  ['too long', 'tulip rain '.repeat(20), /at most 200/],
  ['four emoji are four characters, though twelve bytes', '🌷🌧🌈🌍', /at least 12/],
])('refuses %s', (_what, password, reason) => {
  expect(passwordFault(password, owner)).toMatch(reason);
});

test.each([
  'tulip rain over delta',
  'x9!kQ2#vT8pL',
  'это довольно длинный',
  'password of the old harbour cat',
  'qwerty-tulip-delta',
  '夏の川に七つの灯籠が流れる',
  'ж9я2ю4э7ы1ъ8',
  '8#2!9$4@7%1^x+',
  'mira.khan@relief.example and more',
  'mira waters seven ferns',
])('takes %s', (password) => {
  expect(passwordFault(password, owner)).toBeNull();
});

test('an account without an e-mail address is no special case', () => {
  expect(passwordFault('tulip rain over delta', { ...owner, email: null })).toBeNull();
});
