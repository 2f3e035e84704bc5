import { expect, test } from 'vitest';
import { formOf, mappingOf } from './mapping-form.ts';

const mapping = {
  title: '/alert/name',
  status: '/alert/is',
  resolvedValues: ['gone', 'over'],
  labels: { pod: '/pod', zone: '/where/zone' },
};

test('a mapping goes into the form and comes out the same', () => {
  expect(mappingOf(formOf(mapping))).toEqual(mapping);
});

test('without a title it is the usual names; empty fields and lines without a name are left out', () => {
  expect(mappingOf(formOf(null))).toBeNull();
  expect(mappingOf({ ...formOf(null), title: ' /t ', labels: '\n=/x\nnothing\npod = /a=b' })).toEqual({
    title: '/t',
    labels: { pod: '/a=b' },
  });
});
