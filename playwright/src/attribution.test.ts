import { expect, test } from 'vitest';
import { productOf } from './attribution.ts';

const patterns = [
  { pattern: 'https://eu.example', product: 'gateway' },
  { pattern: 'https://eu.example/api/files', product: 'files' },
  { pattern: 'maps.example', product: 'maps' },
  { pattern: '*.tiles.example', product: 'maps' },
  { pattern: '127.0.0.1:4620', product: 'hearthway' },
  { pattern: '/search', product: 'search' },
  { pattern: 'https://eu.example/api/*/history', product: 'audit' },
];

test.each([
  ['https://eu.example/', 'gateway'],
  ['https://eu.example/api/files/7?x=1', 'files'],
  ['https://eu.example/api/filesystem', 'gateway'],
  ['https://eu.example/api/cases/history', 'audit'],
  ['http://maps.example:8080/a', 'maps'],
  ['https://a.b.tiles.example/1.png', 'maps'],
  ['https://tiles.example.evil/1.png', null],
  ['https://eu.example.evil/', null],
  ['http://127.0.0.1:4620/cases', 'hearthway'],
  ['http://127.0.0.1:4621/cases', null],
  ['http://elsewhere.example/search?q=a', 'search'],
  ['about:blank', null],
  ['not a url', null],
])('%s is of %s', (url, product) => {
  expect(productOf(url, patterns)).toBe(product);
});

test('a long pattern with many stars is answered at once', () => {
  const pattern = `https://eu.example/${'*a'.repeat(200)}*b`;
  expect(productOf(`https://eu.example/${'a'.repeat(2000)}`, [{ pattern, product: 'x' }])).toBe(null);
});
