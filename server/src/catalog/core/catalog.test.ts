import { nearest } from '@fieldmarshal/contract';
import type { AnyCatalogObject, Kind } from '@fieldmarshal/contract/catalog';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Catalog } from './catalog.ts';
import { checkCatalog } from './check.ts';
import { reach } from './graph.ts';
import { drawMap, withBlastRadius } from './map/dependency-map.ts';

import { parseObject } from './new-object.ts';
import { fieldChanges, planApply } from './plan.ts';

function make(kind: Kind, name: string, spec: object, from: 'file' | 'ui' = 'file'): AnyCatalogObject {
  const parsed = parseObject({ kind, metadata: { name }, spec, origin: { from } });
  if ('faults' in parsed) throw new Error(JSON.stringify(parsed.faults));
  return { ...parsed.object, generation: 1, updatedAt: '2026-01-01T00:00:00.000Z' };
}

function product(name: string, needs: string[] = [], more: object = {}): AnyCatalogObject {
  const dependsOn = needs.map((need) => ({
    product: need.replace('~', ''),
    strength: need.startsWith('~') ? 'soft' : 'hard',
  }));
  return make('Product', name, { owner: 'team', dependsOn, ...more });
}

function radius(objects: AnyCatalogObject[], from: string): Record<string, string> {
  const catalog = new Catalog(objects);
  const { impact, distance } = catalog.blastRadius(from);
  const words = ['none', 'degrades', 'fails'];
  return Object.fromEntries(
    catalog.graph.names.map((name, node) => [name, `${words[impact[node] ?? 0]} ${distance[node]}`]),
  );
}

describe('who breaks when a product does', () => {
  it('hard chains fail, a soft link anywhere degrades, the shortest way counts', () => {
    const objects = [
      product('a', ['b']),
      product('b', ['c']),
      product('c'),
      product('d', ['~c']),
      product('e', ['d']),
      product('f'),
      product('g', ['~c', 'b']),
    ];
    expect(radius(objects, 'c')).toEqual({
      a: 'fails 2',
      b: 'fails 1',
      c: 'fails 0',
      d: 'degrades 1',
      e: 'degrades 2',
      f: 'none -1',
      g: 'fails 1',
    });
  });

  it('cycles end', () => {
    expect(radius([product('a', ['b']), product('b', ['~a'])], 'a')).toEqual({
      a: 'fails 0',
      b: 'degrades 1',
    });
  });

  it('nobody breaks with an unknown product', () => {
    expect(radius([product('a')], 'zz')).toEqual({ a: 'none -1' });
  });

  it('agrees with walking all paths', () => {
    const graph = fc.array(fc.tuple(fc.nat(7), fc.nat(7), fc.boolean()), { maxLength: 24 });
    fc.assert(
      fc.property(graph, (edges) => {
        const objects = Array.from({ length: 8 }, (_, node) => {
          const needs = new Map(
            edges.filter(([from, to]) => from === node && to !== node).map(([, to, soft]) => [to, soft]),
          );
          return product(
            `p${node}`,
            [...needs].map(([to, soft]) => `${soft ? '~' : ''}p${to}`),
          );
        });
        const { impact } = new Catalog(objects).blastRadius('p0');
        expect([...impact]).toEqual(slowImpact(objects));
      }),
    );
  });
});

/** Relaxes until nothing changes: a product fails or degrades as its dependencies say. */
function slowImpact(objects: readonly AnyCatalogObject[]): number[] {
  const impact = new Map<string, number>(
    objects.map(({ name }) => [name, name === 'p0' ? reach.fails : reach.none]),
  );
  for (let round = 0; round < 20; round += 1) {
    for (const object of objects) {
      if (object.kind !== 'Product') continue;
      for (const need of object.spec.dependsOn) {
        const theirs = impact.get(need.product) ?? 0;
        const mine = need.strength === 'hard' ? theirs : Math.min(theirs, reach.degrades);
        impact.set(object.name, Math.max(impact.get(object.name) ?? 0, mine));
      }
    }
  }
  return objects.map(({ name }) => impact.get(name) ?? 0);
}

describe('what products need', () => {
  const catalog = new Catalog([
    product('a', ['b', '~c']),
    product('b', ['d']),
    product('c', ['e']),
    product('d', ['a']),
    product('e'),
    product('f', ['a']),
  ]);

  it('is they and all behind them, through cycles too, and nobody who needs them', () => {
    expect([...catalog.needsOf(['a'])].toSorted()).toEqual(['a', 'b', 'c', 'd', 'e']);
    expect([...catalog.needsOf(['e', 'c'])].toSorted()).toEqual(['c', 'e']);
    expect([...catalog.needsOf(['unknown'])]).toEqual(['unknown']);
  });

  it('is, of what they cannot do without, only what hard links lead to', () => {
    expect([...catalog.needsOf(['a'], 'hard')].toSorted()).toEqual(['a', 'b', 'd']);
  });
});

describe('the catalog finds', () => {
  const catalog = new Catalog([
    make('Team', 'team', { members: ['bo', 'ada', 'bo', 'gone'] }),
    make('Person', 'ada', { email: 'ada@x.example' }),
    make('Person', 'bo', { email: 'bo@x.example' }),
    product('search', [], { aliases: ['Finder'], displayName: 'Seek' }),
    product('finder-ui', ['search'], { displayName: 'finder' }),
    make('EscalationPolicy', 'p', { steps: [{ targets: [{ team: 'team' }] }], default: true }),
  ]);
  it('products by name, alias and display name, whatever the case; names first', () => {
    expect(
      ['SEARCH', ' finder ', 'seek', 'nobody'].map((text) => catalog.productByAlias(text)?.name),
    ).toEqual(['search', 'search', 'search', undefined]);
  });
  it('owners, members each once and in order, and the default policy', () => {
    expect(catalog.ownerOf('search')?.name).toBe('team');
    expect(catalog.teamMembers('team').map(({ name }) => name)).toEqual(['bo', 'ada']);
    expect(catalog.defaultPolicy()?.name).toBe('p');
    expect([catalog.peopleWith('responder'), catalog.peopleWith('admin', 'lead')]).toEqual([
      ['ada', 'bo'],
      [],
    ]);
  });
  it('who names an object and where', () => {
    expect(catalog.referrersOf('Team', 'team').map(({ name, path }) => `${name} ${path}`)).toEqual([
      'finder-ui spec.owner',
      'search spec.owner',
      'p spec.steps[0].targets[0].team',
    ]);
  });
});

describe('a catalog as a whole is refused for', () => {
  const policy = (name: string) =>
    make('EscalationPolicy', name, { steps: [{ targets: [{ person: 'ada' }] }], default: true });
  const ada = make('Person', 'ada', { email: 'ada@x.example' });
  const team = make('Team', 'team', {});
  const cases: [string, AnyCatalogObject[], string[]][] = [
    [
      'two default policies, each naming the other',
      [ada, policy('a'), policy('b')],
      [
        'a spec.default only one policy can be the default, and "b" is one too',
        'b spec.default only one policy can be the default, and "a" is one too',
      ],
    ],
    [
      'an alias that is another name',
      [team, product('a'), product('b', [], { aliases: ['A'] })],
      ['b spec.aliases.0 "A" already means the product "a"'],
    ],
    [
      'an alias claimed twice',
      [team, product('a', [], { aliases: ['x'] }), product('b', [], { aliases: ['X'] })],
      ['b spec.aliases.0 "X" already means the product "a"'],
    ],
    [
      'a dependency given twice',
      [team, product('a'), product('b', ['a', '~a'])],
      ['b spec.dependsOn.1.product "a" is given twice'],
    ],
    [
      'two people with one address',
      [make('Person', 'a', { email: 'x@x.example' }), make('Person', 'b', { email: 'X@x.example' })],
      ['b spec.email is the address of "a" already'],
    ],
    [
      'an override that ends before it starts',
      [
        make('Person', 'a', { email: 'x@x.example' }),
        make('Schedule', 's', {
          timezone: 'Etc/UTC',
          overrides: [
            { kind: 'take', user: 'a', start: '2026-01-02T00:00:00Z', end: '2026-01-01T00:00:00Z' },
          ],
        }),
      ],
      ['s spec.overrides.0.end must be after start'],
    ],
  ];
  it.each(cases)('%s', (_, objects, expected) => {
    expect(
      checkCatalog(objects).map(({ name, path, message }) => `${name} ${path.join('.')} ${message}`),
    ).toEqual(expected);
  });
  it('nothing, where products need each other in a circle', () => {
    expect(checkCatalog([team, product('a', ['b']), product('b', ['a'])])).toEqual([]);
  });
});

describe('a plan', () => {
  const before = [product('a'), product('b'), make('Product', 'u', { owner: 'team' }, 'ui')];
  it('prunes only what came from files', () => {
    const names = (prune: boolean) =>
      planApply(before, [product('a')], prune).removals.map(({ name }) => name);
    expect([names(false), names(true)]).toEqual([[], ['b']]);
  });
  it('names the fields that differ', () => {
    const a = { x: 1, list: ['a'], deep: [{ y: 1 }, { y: 2 }] };
    const b = { x: 1, list: ['a', 'b'], deep: [{ y: 1 }, { y: 3 }, { y: 4 }], added: true };
    expect(fieldChanges(a, b)).toEqual([
      { path: 'list', before: ['a'], after: ['a', 'b'] },
      { path: 'deep[1].y', before: 2, after: 3 },
      { path: 'deep[2]', after: { y: 4 } },
      { path: 'added', after: true },
    ]);
  });
});

describe('the map', () => {
  const small = new Catalog([
    make('Application', 'app', { products: ['a'] }),
    product('a', ['b']),
    product('b', ['c']),
    product('c', ['~a']),
  ]);
  it('puts users above what they use, without overlaps, and marks who breaks', () => {
    const map = withBlastRadius(drawMap(small), small, 'b');
    const y = Object.fromEntries(map.nodes.map((node) => [node.name, node.y]));
    expect(y['app']).toBeLessThan(y['a'] ?? 0);
    expect(y['a']).toBeLessThan(y['b'] ?? 0);
    expect(new Set(map.nodes.map(({ x, y }) => `${x} ${y}`)).size).toBe(4);
    expect(map.nodes.map(({ name, impact, distance }) => `${name} ${impact} ${distance}`)).toEqual([
      'app degrades 2',
      'a fails 1',
      'b origin 0',
      'c degrades 2',
    ]);
  });
  it('draws a catalog that is too large for dagre, each node in a place of its own', () => {
    const many = Array.from({ length: 3_000 }, (_, i) =>
      product(`p${i}`, i > 0 ? [`p${(i * 7) % i}`, ...(i % 5 === 0 ? [`~p${(i + 1) % 3_000}`] : [])] : []),
    );
    const map = drawMap(new Catalog(many));
    expect(new Set(map.nodes.map(({ x, y }) => `${x} ${y}`)).size).toBe(3_000);
  });
});

describe('did you mean', () => {
  const cases: [string, string | null][] = [
    ['gatway', 'gateway'],
    ['GATEWAY', 'gateway'],
    ['gtaeway', 'gateway'],
    ['serch', 'search'],
    ['payments', null],
    ['ab', 'a'],
  ];
  it.each(cases)('%s → %s', (text, expected) => {
    expect(nearest(text, ['gateway', 'search', 'a'])).toBe(expected);
  });
});
