import { expect, test } from 'vitest';
import { correctionsOf, missingIn, wordsOf } from './corrected.ts';

const sent = [
  { id: 'COM-1', language: 'en', title: 'Tideway', text: 'Orders do not arrive.' },
  { id: 'COM-2', language: 'de', title: 'Tideway', text: 'Bestellungen kommen nicht an.' },
];
const english = { title: 'Tideway', text: 'Orders arrive late.', publicTitle: '' };

test('languages whose words stay as they went get no correction', () => {
  const unchanged = { 'COM-2': { ...wordsOf(sent[1] ?? expect.fail('none')), text: `${sent[1]?.text}\n` } };
  expect(correctionsOf(sent, { 'COM-1': english, ...unchanged })).toEqual([
    { id: 'COM-1', title: 'Tideway', text: 'Orders arrive late.' },
  ]);
});

test('another name on the page is a correction, with the same words', () => {
  const renamed = { title: 'Tideway', text: 'Bestellungen kommen nicht an.', publicTitle: ' Spät ' };
  expect(correctionsOf(sent, { 'COM-2': renamed })).toEqual([
    { id: 'COM-2', title: 'Tideway', text: 'Bestellungen kommen nicht an.', publicTitle: 'Spät' },
  ]);
});

test.each([
  ['nothing is changed', {}, /Change the words/],
  ['one is emptied', { 'COM-1': english, 'COM-2': { ...english, text: ' ' } }, /title and a text/],
  ['one is changed', { 'COM-1': english }, undefined],
])('where %s it says what is missing', (_what, words, missing) => {
  const said = missingIn(sent, words);
  if (missing === undefined) expect(said).toBeUndefined();
  else expect(said).toMatch(missing);
});
