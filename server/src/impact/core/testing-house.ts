import { kinds, type CatalogObject, type Kind, type Spec } from '@fieldmarshal/contract/catalog';
import type { HitState, ImpactRow } from '@fieldmarshal/contract/impact';
import { assess, type Assessment, type Options } from './assess/assess.ts';
import { blame } from './assess/seeds.ts';
import type { CheckFact, Facts, Suspicion } from './facts.ts';
import { compileGraph } from './graph/compile.ts';
import type { ImpactGraph } from './graph/graph.ts';

export type SpecsOf = { readonly [K in Kind]?: Readonly<Record<string, object>> };

/** For tests: a catalog from the short form of specs, by kind and name. */
export function graphOf(specs: SpecsOf): ImpactGraph {
  return compileGraph({
    version: 1,
    list: <K extends Kind>(kind: K): CatalogObject<K>[] =>
      Object.entries(specs[kind] ?? {})
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .map(([name, spec]) => ({
          kind,
          name,
          labels: {},
          // Parsed by the schema of its kind, which the compiler does not follow from K.
          // oxlint-disable-next-line typescript/no-unsafe-type-assertion
          spec: kinds[kind].parse(spec) as Spec<K>,
          origin: { from: 'file' },
          generation: 1,
          updatedAt: '2026-01-01T00:00:00.000Z',
        })),
  });
}

/** For tests: a small relief organisation with two connected environments and one that is cut off. */
export const house: SpecsOf = {
  Product: {
    gateway: {
      owner: 't',
      dependsOn: [
        { product: 'objects', strength: 'hard' },
        { product: 'search', strength: 'soft' },
      ],
    },
    objects: { owner: 't' },
    search: { owner: 't', dependsOn: [{ product: 'objects', strength: 'hard' }] },
    files: { owner: 't' },
    audit: { owner: 't' },
  },
  Application: {
    hearth: { products: ['gateway', 'objects', 'search', 'files'], publicName: 'Hearth' },
    ledger: { products: ['audit'] },
  },
  Workflow: {
    find: {
      application: 'hearth',
      criticality: 1,
      steps: [{ name: 'look', products: ['gateway', 'search'] }],
    },
    upload: {
      application: 'hearth',
      criticality: 2,
      steps: [{ name: 'send', products: ['gateway', 'files'] }],
    },
  },
  Environment: {
    eu: { products: versions('4.1') },
    us: { products: versions('4.1') },
    ap: { products: versions('4.0') },
    ship: { connection: 'disconnected', products: versions('4.1') },
  },
  Customer: {
    acme: { uses: [{ application: 'hearth', environments: ['eu'] }], usersPerHour: 100 },
    bolt: { uses: [{ application: 'hearth', environments: ['us'] }], usersPerHour: 40 },
    crew: { uses: [{ application: 'hearth', environments: ['ship'] }] },
    dock: { uses: [{ application: 'ledger' }] },
  },
};

function versions(version: string): object[] {
  return ['gateway', 'objects', 'search', 'files', 'audit'].map((product) => ({ product, version }));
}

export const noon = Date.parse('2026-11-26T12:00:00.000Z');
const minute = 60_000;

export function suspicion(
  product: string,
  environment: string | null,
  more: Partial<Suspicion> = {},
): Suspicion {
  const evidence = {
    kind: 'alert',
    id: `${product}-${environment}`,
    says: `${product} fails`,
    at: null,
  } as const;
  return {
    product,
    environment,
    probability: 0.9,
    isAlternative: false,
    state: 'down',
    since: noon - 5 * minute,
    evidence,
    ...more,
  };
}

interface CheckShort {
  readonly environment: string;
  readonly verdict: CheckFact['verdict'];
  readonly workflow?: string | null;
  readonly products?: readonly string[];
  readonly state?: HitState;
  readonly passedAt?: number | null;
  readonly since?: number;
  readonly real?: number;
}

export function check(name: string, { environment, verdict, ...more }: CheckShort): CheckFact {
  return {
    check: name,
    environment,
    verdict,
    workflow: null,
    products: [],
    blame,
    real: 1,
    state: 'down',
    since: noon - 4 * minute,
    passedAt: verdict === 'passing' ? noon - minute : null,
    everyMs: minute,
    evidence: { kind: 'check', id: `${name}-${environment}`, says: `${name} ${verdict}`, at: null },
    ...more,
  };
}

export function facts(some: Partial<Facts>): Facts {
  return { suspicions: [], places: [], checks: [], ...some };
}

export function assessHouse(some: Partial<Facts>, options: Partial<Options> = {}): Assessment {
  return assess(facts(some), graphOf(house), { now: noon, limit: 1_000, ...options });
}

export function rowOf(rows: readonly ImpactRow[], kind: string, name: string): ImpactRow | undefined {
  return rows.find((row) => row.kind === kind && row.name === name);
}
