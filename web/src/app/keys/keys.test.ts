import { expect, test } from 'vitest';
import { keysText } from '../../ui/keys-text.ts';
import { matchStroke, strokeName, type KeyBinding } from './keys.ts';

const plain = { code: '', ctrlKey: false, metaKey: false, shiftKey: false, altKey: false };
const bind = (keys: string): KeyBinding => ({ id: keys, keys, label: keys, group: '', run: () => undefined });

test.each([
  [{ ...plain, key: 'c', code: 'KeyC' }, 'c'],
  [{ ...plain, key: 'X', code: 'KeyX', shiftKey: true }, 'shift+x'],
  [{ ...plain, key: 'k', code: 'KeyK', metaKey: true }, 'mod+k'],
  [{ ...plain, key: '?', code: 'Slash', shiftKey: true }, '?'],
  [{ ...plain, key: 'с', code: 'KeyC' }, 'c'],
  [{ ...plain, key: 'Shift', code: 'ShiftLeft', shiftKey: true }, null],
  [{ ...plain, key: 'ç', code: 'KeyC', altKey: true }, null],
])('the stroke %o is written %s', (stroke, name) => {
  expect(strokeName(stroke)).toBe(name);
});

test('a chord wins over the single key of its second stroke', () => {
  const bindings = [bind('n'), bind('g n')];
  expect(matchStroke(bindings, 'n', 'g')?.keys).toBe('g n');
  expect(matchStroke(bindings, 'n', null)?.keys).toBe('n');
  expect(matchStroke(bindings, 'x', 'g')).toBeNull();
});

test('what was bound last wins', () => {
  const room = { ...bind('p'), label: 'page' };
  expect(matchStroke([room, bind('p')], 'p', null)?.label).toBe('page');
});

test('keys are shown as they are typed', () => {
  expect(keysText('g n')).toBe('G N');
  expect(keysText('shift+x')).toBe('Shift X');
});
