import type { AnyCatalogObject, Kind } from '@fieldmarshal/contract/catalog';
import { kinds } from '@fieldmarshal/contract/catalog';
import { expect, test } from 'vitest';
import { Catalog } from '#catalog';
import { ownersOf, type Schedule } from './owners.ts';

function make(kind: Kind, name: string, spec: object): AnyCatalogObject {
  const object = {
    kind,
    name,
    labels: {},
    spec: kinds[kind].parse(spec),
    origin: { from: 'file' },
    generation: 1,
    updatedAt: '2026-01-01T00:00:00.000Z',
  };
  // The spec is of this kind: it was just parsed as such.
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  return object as unknown as AnyCatalogObject;
}

const person = (name: string, ...roles: string[]): AnyCatalogObject =>
  make('Person', name, { email: `${name}@example.org`, roles });
const ada = { person: 'ada' };
const rota = { schedule: 'rota' };

/** Who hears of the holes of `rota`, where this policy of the team of ada pages it. */
function owners(policy: object, ...others: AnyCatalogObject[]): string[] {
  const schedule = make('Schedule', 'rota', { timezone: 'Etc/UTC' });
  const catalog = new Catalog(
    [
      person('ada'),
      make('Team', 'edge', { members: ['ada'], escalationPolicy: 'main' }),
      make('EscalationPolicy', 'main', policy),
      schedule,
      ...others,
    ],
    1,
  );
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  return ownersOf(catalog, schedule as Schedule);
}

test.each([
  ['its own steps', { steps: [{ targets: [rota] }] }],
  ['its fallback', { steps: [{ targets: [ada] }], fallback: [rota] }],
  [
    'a variant',
    { steps: [{ targets: [ada] }], variants: [{ name: 'night', when: {}, steps: [{ targets: [rota] }] }] },
  ],
  [
    'the fallback of a variant',
    {
      steps: [{ targets: [ada] }],
      variants: [{ name: 'night', when: {}, steps: [{ targets: [ada] }], fallback: [rota] }],
    },
  ],
])('a team whose policy pages a schedule in %s hears of its holes', (_, policy) => {
  expect(owners(policy, person('lena', 'lead'))).toEqual(['ada']);
});

test('a schedule that nobody’s policy pages is the leads’, and without any the administrators’', () => {
  const elsewhere = { steps: [{ targets: [ada] }] };
  expect(owners(elsewhere, person('lena', 'lead'), person('root', 'admin'))).toEqual(['lena']);
  expect(owners(elsewhere, person('root', 'admin'))).toEqual(['root']);
});
