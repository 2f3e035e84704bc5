import fc from 'fast-check';
import { kinds, type CatalogObject, type Kind } from '@fieldmarshal/contract/catalog';
import { expect, test } from 'vitest';
import { house, type SpecsOf } from '../testing-house.ts';
import { compileGraph, graphMaker, type Objects } from './compile.ts';

/** A change of one object: left out, or with another spec. */
const changes = fc.array(
  fc.record({
    kind: fc.constantFrom('Product', 'Workflow', 'Application', 'Environment', 'Customer'),
    pick: fc.nat(),
    gone: fc.boolean(),
  }),
  { minLength: 1, maxLength: 6 },
);

test('a graph made after others is the same as one made from nothing', () => {
  fc.assert(
    fc.property(changes, (story) => {
      const make = graphMaker();
      let objects = objectsOf(house);
      for (const { kind, pick, gone } of story) {
        const own = objects.filter((each) => each.kind === kind);
        const chosen = own[pick % Math.max(1, own.length)];
        objects = objects.flatMap((each) => (each === chosen ? (gone ? [] : changed(each)) : each));
        expect(make(catalogOf(objects))).toEqual(compileGraph(catalogOf(objects)));
      }
    }),
    { numRuns: 100 },
  );
});

test('a changed customer leaves what products need of each other as it was', () => {
  const make = graphMaker();
  const objects = objectsOf(house);
  const before = make(catalogOf(objects));
  const after = make(catalogOf(objects.map((each) => (each.name === 'acme' ? changed(each) : each))));
  expect(after.dependents).toBe(before.dependents);
  expect(after.uses).not.toBe(before.uses);
});

function objectsOf(specs: SpecsOf): CatalogObject[] {
  return (['Product', 'Workflow', 'Application', 'Environment', 'Customer'] as const).flatMap((kind) =>
    Object.entries(specs[kind] ?? {}).map(([name, spec]) => objectOf(kind, name, spec)),
  );
}

function objectOf<K extends Kind>(kind: K, name: string, spec: object): CatalogObject<K> {
  return {
    kind,
    name,
    labels: {},
    // Parsed by the schema of its kind, which the compiler does not follow from K.
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion
    spec: kinds[kind].parse(spec) as CatalogObject<K>['spec'],
    origin: { from: 'file' },
    generation: 1,
    updatedAt: '2026-01-01T00:00:00.000Z',
  };
}

/** Specs that refer to less. */
const others: Readonly<Record<string, object>> = {
  Product: { owner: 't' },
  Workflow: { application: 'hearth', steps: [{ name: 's', products: ['files'] }] },
  Application: { products: ['files'], publicName: 'Another' },
  Environment: { connection: 'disconnected' },
  Customer: { uses: [{ application: 'hearth' }], usersPerHour: 7 },
};

/** Another object of the same name. */
function changed({ kind, name }: CatalogObject): CatalogObject {
  return objectOf(kind, name, others[kind] ?? {});
}

function catalogOf(objects: readonly CatalogObject[]): Objects {
  return {
    version: 1,
    list: <K extends Kind>(kind: K) =>
      objects
        .filter((each): each is CatalogObject<K> => each.kind === kind)
        .sort((a, b) => (a.name < b.name ? -1 : 1)),
  };
}
