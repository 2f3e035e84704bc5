import type { CatalogObject } from '@fieldmarshal/contract/catalog';
import type { ImpactGraph, Names } from './graph.ts';
import type { Part } from './part.ts';

export type Places = Pick<
  ImpactGraph,
  'environments' | 'deployed' | 'versions' | 'connected' | 'runs' | 'runsIn'
>;

/** What runs where. */
export function placesOf(
  { list, names: environments }: Part<'Environment'>,
  applications: Part<'Application'>,
  products: Names,
): Places {
  const all = new Uint8Array(products.names.length).fill(1);
  const deployed = list.map(({ spec }) => (spec.products.length === 0 ? all : maskOf(spec, products)));
  const composed = applications.list.map(({ spec }) =>
    spec.products.flatMap((product) => products.numbers.get(product) ?? []),
  );
  const runsWith = (mask: Uint8Array): Uint8Array =>
    Uint8Array.from(composed, (parts) =>
      parts.length === 0 || parts.some((product) => mask[product] === 1) ? 1 : 0,
    );
  const everywhere = runsWith(all);
  const runs = deployed.map((mask) => (mask === all ? everywhere : runsWith(mask)));
  return {
    environments,
    deployed,
    versions: list.map(({ spec }) => versionsOf(spec, products)),
    connected: Uint8Array.from(list, ({ spec }) => (spec.connection === 'connected' ? 1 : 0)),
    runs,
    runsIn: Uint16Array.from(
      composed,
      (_, application) => runs.filter((each) => each[application] === 1).length,
    ),
  };
}

type Spec = CatalogObject<'Environment'>['spec'];

function maskOf({ products }: Spec, { names, numbers }: Names): Uint8Array {
  const mask = new Uint8Array(names.length);
  for (const { product } of products) {
    const number = numbers.get(product);
    if (number !== undefined) mask[number] = 1;
  }
  return mask;
}

function versionsOf({ products }: Spec, { numbers }: Names): Map<number, string> {
  const versions = new Map<number, string>();
  for (const { product, version } of products) {
    const number = numbers.get(product);
    if (number !== undefined && version !== undefined) versions.set(number, version);
  }
  return versions;
}
