import { expect, test } from 'vitest';
import { breachFault } from '../core/breached-password.ts';
import { breachedPasswords } from './breached-passwords.ts';

test('the list is there without a network, in lower case, and knows what breaches showed most', async () => {
  const breached = await breachedPasswords();
  expect(breached.size).toBeGreaterThan(40_000);
  expect([...breached].filter((word) => word !== word.toLowerCase())).toEqual([]);
  for (const word of ['password', 'trustno1', 'liverpool1', 'qazwsxedcrfv', 'websolutions'])
    expect(breached.has(word), word).toBe(true);
});

test('passphrases of ordinary words are none of them', async () => {
  const breached = await breachedPasswords();
  for (const phrase of [
    'tulip rain over delta',
    'seven lanterns on a river',
    'password of the old harbour cat',
  ])
    expect(breachFault(phrase, breached), phrase).toBeNull();
});
