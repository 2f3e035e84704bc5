import { kinds, type AnyCatalogObject, type Kind } from '@fieldmarshal/contract/catalog';
import { expect, test } from 'vitest';
import { Catalog } from '#catalog';
import { nextPeople } from './next-people.ts';

function make(kind: Kind, name: string, spec: object): AnyCatalogObject {
  const head = { kind, name, labels: {}, origin: { from: 'file' }, generation: 1 };
  // The spec is of this kind: it was just parsed as such.
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  return {
    ...head,
    spec: kinds[kind].parse(spec),
    updatedAt: '2026-01-01T00:00:00.000Z',
  } as unknown as AnyCatalogObject;
}

const people = [
  ...['ada', 'bo', 'cy'].map((name) => make('Person', name, { email: `${name}@example.org` })),
  make('Person', 'lena', { email: 'lena@example.org', roles: ['lead'] }),
  make('Person', 'root', { email: 'root@example.org', roles: ['admin'] }),
];
const watch = { targets: [{ schedule: 'watch' }] };

/** Whom an unaccepted handover from ada to bo goes to. */
function next(...policy: AnyCatalogObject[]): string[] {
  const catalog = new Catalog([...people, make('Schedule', 'watch', { timezone: 'Etc/UTC' }), ...policy]);
  const contacts = { methodsOf: () => [] };
  return nextPeople({ catalog, contacts, schedule: 'watch', now: new Date(0), except: ['ada', 'bo'] });
}

const policy = (spec: object): AnyCatalogObject =>
  make('EscalationPolicy', 'main', { default: true, ...spec });

test.each([
  [
    'a later step',
    policy({ steps: [watch, { targets: [{ person: 'bo' }] }, { targets: [{ person: 'cy' }] }] }),
    ['cy'],
  ],
  ['the fallback', policy({ steps: [watch], fallback: [{ person: 'cy' }] }), ['cy']],
  [
    'leads and administrators, where the policy asks nobody else',
    policy({ steps: [watch] }),
    ['lena', 'root'],
  ],
])('a handover that nobody accepts goes to %s', (_, main, expected) => {
  expect(next(main)).toEqual(expected);
});

test('a handover that nobody accepts goes to leads and administrators without a default policy', () => {
  expect(next()).toEqual(['lena', 'root']);
});
