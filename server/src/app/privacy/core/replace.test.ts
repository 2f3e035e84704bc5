import { expect, test } from 'vitest';
import { replaced, tracesOf } from './replace.ts';

const who = {
  ...{ person: 'mira', displayName: 'Mira Khan', addresses: ['mira@relief.example', '+4670123'] },
  ...{ pseudonym: 'erased-7f3a', label: 'Erased person 7f3a' },
};

test.each([
  ['the name of the account', 'mira', 'erased-7f3a'],
  ['as who did it', 'person:mira', 'person:erased-7f3a'],
  ['as what it happened to', 'Person/mira', 'Person/erased-7f3a'],
  ['what people call them', 'Declared by Mira Khan.', 'Declared by Erased person 7f3a.'],
  ['in a key', 'digest:INC-1:mira', 'digest:INC-1:erased-7f3a'],
  ['in a key with dots', 'break-glass-7.mira', 'break-glass-7.erased-7f3a'],
  ['in any case', 'MIRA KHAN is on it', 'Erased person 7f3a is on it'],
  ['an address', 'sent to mira@relief.example (250)', 'sent to erased (250)'],
  ['a number', '+4670123', 'erased'],
  ['a mention', 'Ask @mira, or (@Mira).', 'Ask @erased-7f3a, or (@erased-7f3a).'],
  ['last name first', 'Signed: Khan, Mira', 'Signed: Erased person 7f3a'],
  ['the name of a file', 'mira-khan.txt', 'Erased person 7f3a.txt'],
  ['a name within another', 'cv_Khan_Mira-2.pdf', 'cv_Erased person 7f3a-2.pdf'],
])('replaces %s', (_what, before, after) => {
  expect(replaced(before, who)).toBe(after);
});

test.each([
  'miraculous',
  'admiral mira',
  'xmira@relief.examples',
  'Mira Khanate',
  'Mira',
  'person:miranda',
  'https://mira.example/x',
  'digest:mirage',
  'ops@mira.example',
  'Ask @mira-lopez or @mira.lopez',
  'Khan and Mira',
])('leaves %s alone', (text) => {
  expect(replaced(text, who)).toBe(text);
});

test('reaches keys, lists and depths, and says when nothing was found', () => {
  const value = {
    actor: { kind: 'person', person: 'mira', displayName: 'Mira Khan' },
    by: [{ mira: 1 }],
    n: 3,
  };
  expect(replaced(value, who)).toEqual({
    actor: { kind: 'person', person: 'erased-7f3a', displayName: 'Erased person 7f3a' },
    by: [{ 'erased-7f3a': 1 }],
    n: 3,
  });
  const other = { actor: { person: 'ola' }, list: ['a'], none: null, at: new Date(0) };
  expect(replaced(other, who)).toBe(other);
});

test('of machines only what cannot be another word is replaced', () => {
  const labels = { instance: 'mira', contact: 'mira@relief.example' };
  expect(replaced(labels, who, false)).toEqual({ instance: 'mira', contact: 'erased' });
});

test('the name of the account is a piece of the names of files alone', () => {
  const file = { id: 'a', name: 'mira_notes.txt', contentType: 'text/plain', bytes: 3 };
  expect(replaced(file, who)).toEqual({ ...file, name: 'erased-7f3a_notes.txt' });
  expect(replaced({ name: 'mira_notes.txt' }, who)).toEqual({ name: 'mira_notes.txt' });
});

test('whatever is replaced fits one of the traces that are looked for', () => {
  const fits = (text: string): boolean =>
    tracesOf(who).some((trace) =>
      new RegExp(`^${trace.replaceAll('%', '.*').replace('+', '[+]')}$`, 'i').test(text),
    );
  for (const text of ['x Khan,  Mira', 'MIRA.khan.txt', '@mira', 'to +4670123', 'Mira Khan'])
    expect(fits(text), text).toBe(true);
});

test('a name with signs of patterns is a name', () => {
  const odd = { ...who, displayName: 'A. (B) *C' };
  expect(replaced('by A. (B) *C, and AX (B) C', odd)).toBe('by Erased person 7f3a, and AX (B) C');
});
