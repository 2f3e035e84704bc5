import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseAllDocuments } from 'yaml';
import { z } from 'zod';
import { environmentNames, productNames, type EnvironmentName, type ProductName } from './ports.ts';

export interface Dependency {
  readonly product: ProductName;
  readonly strength: 'hard' | 'soft';
}

/** What the demo's services must know of the catalog: who calls whom, and which version runs where. */
export interface House {
  readonly dependsOn: Readonly<Record<ProductName, readonly Dependency[]>>;
  readonly environments: Readonly<
    Record<EnvironmentName, { connected: boolean; versions: Readonly<Record<ProductName, string>> }>
  >;
}

const productName = z.enum(productNames);
const object = z.object({ kind: z.string(), metadata: z.object({ name: z.string() }), spec: z.unknown() });
const productSpec = z.object({
  dependsOn: z.array(z.object({ product: productName, strength: z.enum(['hard', 'soft']) })),
});
const environmentSpec = z.object({
  connection: z.enum(['connected', 'disconnected']),
  products: z.array(z.object({ product: productName, version: z.string() })),
});

const catalogDirectory = join(import.meta.dirname, 'catalog');

export type CatalogDocument = z.infer<typeof object>;

/** Every document of `demo/catalog`, in the order of the files. */
export function readCatalog(): CatalogDocument[] {
  return readdirSync(catalogDirectory)
    .filter((file) => file.endsWith('.yaml'))
    .sort()
    .flatMap((file) => parseAllDocuments(readFileSync(join(catalogDirectory, file), 'utf8')))
    .map((document) => object.parse(document.toJS()));
}

/** The services call each other by the very file that Fieldmarshal applies, so that the two cannot differ. */
export function readHouse(): House {
  const documents = readCatalog();
  const spec = (kind: string, name: string): unknown => {
    const found = documents.find((entry) => entry.kind === kind && entry.metadata.name === name);
    if (!found) throw new Error(`demo/catalog has no ${kind} ${name}`);
    return found.spec;
  };
  const dependencies = (name: ProductName): Dependency[] =>
    productSpec.parse(spec('Product', name)).dependsOn;
  const environment = (name: EnvironmentName) => {
    const parsed = environmentSpec.parse(spec('Environment', name));
    const versions = new Map(parsed.products.map(({ product, version }) => [product, version]));
    return {
      connected: parsed.connection === 'connected',
      versions: byName(productNames, (product) => versions.get(product) ?? '0.0.0'),
    };
  };
  return {
    dependsOn: byName(productNames, dependencies),
    environments: byName(environmentNames, environment),
  };
}

/** A record with one entry for every name. */
export function byName<K extends string, V>(names: readonly K[], value: (name: K) => V): Record<K, V> {
  // Object.fromEntries widens the keys to string; `names` is the whole of K at every call.
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  return Object.fromEntries(names.map((name) => [name, value(name)])) as Record<K, V>;
}
