import { expect, test } from 'vitest';
import { fill, type Place } from './template.ts';

const hostile = 'a"b\r\nX-Evil: 1&c=<d>{{to}}\u0000%0d';
const filled = (place: Place): string =>
  fill('[{{text}}]', place, (name) => (name === 'text' ? hostile : 'TO'));

test('in JSON a value stays within its quotes', () => {
  expect(JSON.parse(fill('{"text":"{{text}}"}', 'json', () => hostile))).toEqual({ text: hostile });
});

test('in an address and a form a value stays one field', () => {
  for (const place of ['url', 'form'] as const) {
    const field = filled(place).slice(1, -1);
    expect(field).not.toMatch(/[&=\s"<]/);
    expect(decodeURIComponent(field)).toBe(hostile);
  }
});

test('in a header a value stays one line of Latin-1', () => {
  expect(filled('header')).toBe('[a"b X-Evil: 1&c=<d>{{to}}?%0d]');
  expect(fill('{{text}}', 'header', () => 'жé')).toBe('?é');
});

test('in XML a value stays text, without control characters', () => {
  expect(filled('xml')).toBe('[a&quot;b \nX-Evil: 1&amp;c=&lt;d&gt;{{to}} %0d]');
});

test('what a value holds is not filled again', () => {
  expect(filled('text')).toContain('{{to}}');
});
