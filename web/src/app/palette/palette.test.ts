import { expect, test } from 'vitest';
import { searchPalette, type PaletteEntry, type PaletteGroup } from './palette.ts';

const entry = (title: string, group: PaletteGroup, words = ''): PaletteEntry => ({
  id: title,
  title,
  group,
  words,
  run: () => undefined,
});
const entries = [
  entry('Go to products', 'go'),
  entry('Page Payments, Ola B, reachable', 'context'),
  entry('Page Identity, Ravi S', 'context'),
  entry('INC-2041 EU checkout card payments failing', 'object'),
  entry('Show all keys', 'help', 'shortcuts'),
];
const titles = (query: string) => searchPalette(entries, query).map(({ title }) => title);

test('verb and object are enough', () => {
  expect(titles('page pay')).toEqual(['Page Payments, Ola B, reachable']);
});

test('without words everything is there, what the screen offers first', () => {
  expect(titles('')[0]).toBe('Page Payments, Ola B, reachable');
  expect(titles('')).toHaveLength(entries.length);
});

test('an incident is found by its number alone', () => {
  expect(titles('2041')).toEqual(['INC-2041 EU checkout card payments failing']);
});

test('other words lead to it too, wrong ones do not', () => {
  expect(titles('shortc')).toEqual(['Show all keys']);
  expect(titles('page nothing')).toEqual([]);
});
