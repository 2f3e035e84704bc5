import { expect, test } from 'vitest';
import { breachFault } from './breached-password.ts';

const breached = new Set(['chickenwing101', 'trustno1', 'finalfantasy', 'mailcreated5240', 'ghbdtn', 'abcd']);

test.each([
  ['as it is', 'mailcreated5240'],
  ['in capitals', 'ChickenWing101'],
  ['with a year and a mark', 'Trustno1-2031!'],
  ['with digits and marks before it', '2031_!!trustno1'],
  ['with letters as marks', 'Fin@lF4ntasy'],
  ['with letters as marks and a year', 'F1n@lFant@5y.2031'],
  ['its words apart', 'Final Fantasy!!'],
  ['in another encoding of the same letters', 'ｍａｉｌｃｒｅａｔｅｄ5240'],
  ['again', 'trustno1trustno1'],
  ['again and again, with a year', 'ghbdtn-ghbdtn-ghbdtn 2031'],
])('a breached password is known %s', (_what, password) => {
  expect(breachFault(password, breached)).toMatch(/known from breaches/);
});

test.each([
  ['words in a row', 'tulip rain over delta'],
  ['a breached one with words of one’s own', 'trustno1 over the delta'],
  ['a breached one inside a word', 'untrustno1ed harbour'],
  ['random marks', 'x9!kQ2#vT8pL'],
  ['another script', '夏の川に七つの灯籠が流れる'],
  ['no letter at all', '8#2!9$4@7%1^8+'],
])('%s is none', (_what, password) => {
  expect(breachFault(password, breached)).toBeNull();
});

test('what is longest and most regular is looked at as quickly as any other', () => {
  for (const piece of ['1', '1a', '!1', 'abcd', 'a1!'])
    expect(breachFault(`${piece.repeat(200)}z`, new Set())).toBeNull();
});
