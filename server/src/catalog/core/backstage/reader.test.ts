import { describe, expect, it } from 'vitest';
import { ObjectReader } from '../read-objects.ts';
import { readDocuments } from '../yaml/documents.ts';

function read(text: string) {
  const reader = new ObjectReader();
  for (const step of readDocuments({ path: 'catalog-info.yaml', text })) {
    if ('document' in step) reader.add(step.document);
  }
  const { objects, faults, warnings } = reader.finish();
  const of = (kind: string, name: string) =>
    objects.find(({ object }) => object.kind === kind && object.name === name);
  return { objects, faults, warnings: warnings.map(({ line, message }) => `${line}: ${message}`), of };
}

function entity(kind: string, metadata: string, spec: string): string {
  return `---\napiVersion: backstage.io/v1alpha1\nkind: ${kind}\nmetadata: ${metadata}\nspec: ${spec}\n`;
}

const shop = [
  entity('System', '{ name: Shop, title: The shop }', '{ owner: "group:default/web" }'),
  entity(
    'Component',
    '{ name: cart, annotations: { "github.com/project-slug": a/b }, links: [{ url: "https://x.example/a" }] }',
    '{ type: service, lifecycle: production, owner: web, system: shop, dependsOn: ["component:default/stock", "resource:db"], consumesApis: [payments-api] }',
  ),
  entity('Component', '{ name: stock }', '{ owner: web, system: "system:default/shop" }'),
  entity('Component', '{ name: payments }', '{ owner: web, providesApis: [payments-api] }'),
  entity('API', '{ name: payments-api }', '{ owner: web, type: openapi, definition: x }'),
  entity(
    'Group',
    '{ name: web }',
    '{ type: team, children: [], profile: { displayName: Web team }, members: [ada] }',
  ),
  entity('User', '{ name: bo }', '{ profile: { displayName: Bo, email: bo@x.example }, memberOf: [web] }'),
  entity('User', '{ name: ada }', '{ profile: { email: ada@x.example }, memberOf: [web] }'),
  entity('Location', '{ name: elsewhere }', '{ targets: [] }'),
].join('');

describe("Backstage's catalog-info.yaml", () => {
  it('becomes applications, products, teams and people', () => {
    const { of, faults, objects } = read(shop);
    expect(faults).toEqual([]);
    expect(objects).toHaveLength(7);
    expect(of('Application', 'shop')?.object.spec).toMatchObject({
      displayName: 'The shop',
      owner: 'web',
      products: ['cart', 'stock'],
    });
    expect(of('Team', 'web')?.object.spec).toMatchObject({ displayName: 'Web team', members: ['ada', 'bo'] });
    expect(of('Person', 'bo')?.object.spec).toMatchObject({
      displayName: 'Bo',
      email: 'bo@x.example',
      roles: ['responder'],
    });
    expect(of('Product', 'cart')?.object).toMatchObject({
      origin: { from: 'backstage', path: 'catalog-info.yaml' },
      spec: { owner: 'web', links: [{ url: 'https://x.example/a', title: 'https://x.example/a' }] },
    });
  });

  it('folds an API into the one product that provides it: its consumers depend on that product', () => {
    const { of } = read(shop);
    expect(of('Product', 'payments')?.object.spec).toMatchObject({ aliases: ['payments-api'] });
    expect(of('Product', 'cart')?.object.spec).toMatchObject({
      dependsOn: [
        { product: 'stock', strength: 'hard' },
        { product: 'payments', strength: 'hard' },
      ],
    });
    expect(of('Product', 'payments-api')).toBeUndefined();
  });

  it('makes an API with two providers a product that needs either softly', () => {
    const { of } = read(
      entity('Component', '{ name: a }', '{ owner: t, providesApis: [x] }') +
        entity('Component', '{ name: b }', '{ owner: t, providesApis: [x] }') +
        entity('API', '{ name: x }', '{ owner: t }'),
    );
    expect(of('Product', 'x')?.object.spec).toMatchObject({
      dependsOn: [
        { product: 'a', strength: 'soft' },
        { product: 'b', strength: 'soft' },
      ],
    });
  });

  it('warns of what it passes over, and never refuses it', () => {
    expect(read(shop).warnings).toEqual([
      '9: annotations are not used here',
      '43: Location is not used here',
      '10: resource:default/db is not used here: only components and APIs are depended on',
    ]);
  });

  it('is shown without what is not seen in its names', () => {
    const spec = '{ profile: { displayName: "Bo\\u202e Li\\u200b", email: bo@x.example } }';
    const { of, faults } = read(entity('User', '{ name: bo }', spec));
    expect(faults).toEqual([]);
    expect(of('Person', 'bo')?.object.spec).toMatchObject({ displayName: 'Bo Li' });
  });

  it('keeps other namespaces apart', () => {
    const { of } = read(
      entity(
        'Component',
        '{ name: a, namespace: eu }',
        '{ owner: t, dependsOn: ["component:us/a", "component:b"] }',
      ),
    );
    expect(of('Product', 'eu.a')?.object.spec).toMatchObject({
      owner: 'eu.t',
      dependsOn: [{ product: 'us.a' }, { product: 'eu.b' }],
    });
  });

  it('names the line of the entity for what is wrong', () => {
    const { faults } = read(
      entity('User', '{ name: bo }', '{ profile: {} }') +
        entity('Component', '{ name: a }', '{ owner: "user:bo" }') +
        entity('Component', '{ title: x }', '{}'),
    );
    expect(faults.map(({ line, path, message }) => `${line} ${path}: ${message}`)).toEqual([
      '14 metadata.name: is required',
      '5 spec.profile.email: is required',
      '10 spec.owner: must be a group: products and applications are owned by a team',
    ]);
  });

  it('points from a reference here to the reference there', () => {
    const cart = read(shop).of('Product', 'cart');
    expect(cart?.locate(['spec', 'dependsOn', 1, 'product'])).toMatchObject({ path: 'spec.consumesApis[0]' });
    expect(cart?.locate(['spec', 'owner'])).toMatchObject({ path: 'spec.owner' });
  });
});
