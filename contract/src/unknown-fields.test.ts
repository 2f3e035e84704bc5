import { newPasskey } from './identity/index.ts';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { unknownFields } from './unknown-fields.ts';

const person = z.object({ name: z.string(), roles: z.array(z.object({ role: z.string() })).default([]) });
const either = z.union([z.object({ hours: z.number() }), z.strictObject({ until: z.string() })]);

test.each<[what: string, schema: z.ZodType, value: unknown, paths: string[]]>([
  ['none', person, { name: 'Ada', roles: [{ role: 'lead' }] }, []],
  ['one at the top', person, { name: 'Ada', mail: 'x' }, ['mail']],
  ['one in a list', person, { name: 'Ada', roles: [{ role: 'lead' }, { rule: 'lead' }] }, ['roles[1].rule']],
  ['one of a strict object', z.strictObject({ a: z.string() }), { a: 'x', b: 1 }, ['b']],
  [
    'one under optional and null',
    z.object({ of: person.nullable().optional() }),
    { of: { nam: 1 } },
    ['of.nam'],
  ],
  ['one in a record', z.record(z.string(), person), { ada: { name: 'Ada', x: 1 } }, ['ada.x']],
  ['none in what takes any', z.looseObject({ a: z.string() }), { a: 'x', b: 1 }, []],
  [
    'none in a record of names',
    z.object({ labels: z.record(z.string(), z.string()) }),
    { labels: { x: 'y' } },
    [],
  ],
  ['one of the branch that fits', either, { hours: 2, untill: 'x' }, ['untill']],
  ['none of another branch', either, { until: 'x' }, []],
  ['none where no branch fits', either, { hours: 'two', x: 1 }, []],
  [
    'what neither side of an intersection knows',
    person.and(z.object({ id: z.string() })),
    { name: 'Ada', id: '1', ix: 1 },
    ['ix'],
  ],
  ['one before a transformation', person.transform(({ name }) => name), { name: 'Ada', x: 1 }, ['x']],
  [
    'one that every object has by birth',
    person,
    JSON.parse('{"name":"Ada","constructor":1}'),
    ['constructor'],
  ],
  ['none in what is no object', person, 'Ada', []],
  ['none without a schema', z.unknown(), { a: 1 }, []],
])('finds %s', (_, schema, value, paths) => {
  expect(unknownFields(schema, value).map(({ path }) => path)).toEqual(paths);
});

test('names the field that was meant, unless it is there too', () => {
  const schema = z.object({ environment: z.string().optional(), title: z.string() });
  expect(unknownFields(schema, { title: 'x', enviroment: 'eu' })).toEqual([
    { path: 'enviroment', message: 'is not a known field; did you mean "environment"?' },
  ]);
  expect(unknownFields(schema, { title: 'x', environment: 'eu', enviroment: 'eu' })).toEqual([
    { path: 'enviroment', message: 'is not a known field' },
  ]);
});

test('names no more than twenty', () => {
  const many = Object.fromEntries(Array.from({ length: 50 }, (_, n) => [`x${n}`, n]));
  expect(unknownFields(z.object({}), many)).toHaveLength(20);
});

test('takes what a browser says of a passkey beyond what is looked at', () => {
  const credential = {
    ...{ id: 'a', rawId: 'a', type: 'public-key', authenticatorAttachment: 'platform' },
    clientExtensionResults: { credProps: { rk: true } },
    response: { clientDataJSON: 'a', attestationObject: 'a', publicKeyAlgorithm: -7, transports: ['usb'] },
  };
  const given = { ticket: 'a', name: 'Laptop', response: credential };
  expect(unknownFields(newPasskey, given)).toEqual([]);
  expect(newPasskey.parse(given).response).toEqual({
    ...{ id: 'a', rawId: 'a', type: 'public-key', clientExtensionResults: {} },
    response: { clientDataJSON: 'a', attestationObject: 'a', transports: ['usb'] },
  });
});
