import { expect, test } from 'vitest';
import { headOf } from './head.ts';

const names = {
  productOf: (given: string) => (['uploads', 'Upload service'].includes(given) ? 'uploads' : null),
  checkOf: (given: string) => (given === 'upload-works' ? 'upload-works' : null),
};
const read = (head: unknown, fault: string | null = null) => headOf({ head, fault }, names);

test('the object that apply takes gives its name, products, checks, symptoms and links', () => {
  const head = {
    ...{ apiVersion: 'fieldmarshal/v1', kind: 'Runbook', metadata: { name: 'disk-full' } },
    spec: {
      ...{ displayName: 'Disk full', products: ['uploads'], checks: ['upload-works'] },
      ...{ symptoms: ['disk full', 507], links: [{ title: 'Wiki', url: 'https://wiki.example' }] },
    },
  };
  expect(read(head)).toMatchObject({
    ...{ name: 'disk-full', displayName: 'Disk full', products: ['uploads'], checks: ['upload-works'] },
    ...{ symptoms: ['disk full', '507'], links: [{ title: 'Wiki', url: 'https://wiki.example' }] },
    problems: [],
  });
});

test('a head as wikis write it is understood, too: a title, one product by an alias, tags as a text with commas', () => {
  const head = { title: 'Disk full', service: 'Upload service', tags: 'disk full, 507', author: 'Mira' };
  expect(read(head)).toMatchObject({
    ...{ name: null, displayName: 'Disk full', products: ['uploads'], symptoms: ['disk full', '507'] },
    problems: [],
  });
});

test('what cannot be taken is told in a sentence, and the rest is taken', () => {
  const told = read({
    ...{ kind: 'Runbook', metadata: { name: 'NOT A NAME' } },
    spec: { products: ['uploads', 'nobody'], symptom: ['x'], checks: [{ a: 1 }], links: 'wiki', sla: 1 },
  });
  expect(told).toMatchObject({ name: null, products: ['uploads'], symptoms: [], checks: [], links: [] });
  expect(told.problems).toEqual([
    'The key “symptom” has no meaning here and was left out.',
    'The key “sla” has no meaning here and was left out.',
    'There is no product “nobody”.',
    'Some of checks is no text.',
    'The links are no list of titles with web addresses.',
  ]);
  expect(read({ kind: 'Product', spec: {} }).problems[0]).toContain('of kind “Product”');
  expect(read(['a']).problems).toEqual(['The head is no list of keys and values.']);
  expect(read(null, 'Line 2: a key is missing').problems).toEqual([
    'The head cannot be read as YAML. Line 2: a key is missing.',
  ]);
  expect(read(null).problems).toEqual([]);
});

test('sixty symptoms are cut to those that fit, and it is said', () => {
  const told = read({ symptoms: Array.from({ length: 60 }, (_, index) => `symptom ${index}`) });
  expect(told.symptoms).toHaveLength(50);
  expect(told.problems).toEqual(['50 of 60 symptoms fit.']);
});
