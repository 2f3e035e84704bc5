import type { CatalogObject, Kind } from '@fieldmarshal/contract/catalog';
import { edge, type ImpactGraph, type Label, type Names } from './graph.ts';
import { EdgeList, toRows, type Rows } from './rows.ts';
import { usesOf } from './uses.ts';

/** The part of the catalog that is looked at. */
export interface Objects {
  readonly version: number;
  list<K extends Kind>(kind: K): readonly CatalogObject<K>[];
}

/** Linear in objects and references. */
export function compileGraph(catalog: Objects): ImpactGraph {
  const kinds = {
    products: namesOf(catalog.list('Product')),
    workflows: namesOf(catalog.list('Workflow')),
    applications: namesOf(catalog.list('Application')),
    environments: namesOf(catalog.list('Environment')),
    customers: namesOf(catalog.list('Customer')),
  };
  const places = placesOf(catalog, kinds);
  return {
    version: catalog.version,
    ...kinds,
    ...workflowsOf(catalog, kinds),
    dependents: dependentsOf(catalog, kinds.products),
    ...places,
    uses: usesOf(catalog.list('Customer'), { ...kinds, runs: places.runs }),
    labels: {
      product: labelsOf(catalog.list('Product')),
      workflow: labelsOf(catalog.list('Workflow')),
      application: labelsOf(catalog.list('Application')),
      environment: labelsOf(catalog.list('Environment')),
      customer: labelsOf(catalog.list('Customer')),
    },
  };
}

type Kinds = Pick<ImpactGraph, 'products' | 'workflows' | 'applications' | 'environments' | 'customers'>;

function namesOf(objects: readonly { readonly name: string }[]): Names {
  const names = objects.map(({ name }) => name);
  return { names, numbers: new Map(names.map((name, number) => [name, number])) };
}

interface Labelled {
  readonly name: string;
  readonly spec: { readonly displayName?: string | undefined; readonly publicName?: string | undefined };
}

function labelsOf(objects: readonly Labelled[]): Label[] {
  return objects.map(({ name, spec }) => ({
    title: spec.displayName ?? name,
    publicName: spec.publicName ?? null,
  }));
}

function dependentsOf(catalog: Objects, products: Names): Rows {
  const edges = new EdgeList();
  for (const [number, { spec }] of catalog.list('Product').entries())
    for (const { product, strength } of spec.dependsOn) {
      const needed = products.numbers.get(product);
      if (needed !== undefined) edges.add(needed, number, strength === 'hard' ? edge.hard : edge.soft);
    }
  return toRows(products.names.length, edges);
}

function workflowsOf(catalog: Objects, { products, workflows, applications }: Kinds) {
  const steps = new EdgeList();
  const parts = new EdgeList();
  const inWorkflow = applications.names.map(() => new Set<number>());
  const workflowApplication = new Int32Array(workflows.names.length).fill(-1);
  const workflowCriticality = new Uint8Array(workflows.names.length);
  for (const [number, { spec }] of catalog.list('Workflow').entries()) {
    const application = applications.numbers.get(spec.application) ?? -1;
    workflowApplication[number] = application;
    workflowCriticality[number] = spec.criticality;
    for (const product of new Set(spec.steps.flatMap((step) => step.products))) {
      const needed = products.numbers.get(product);
      if (needed === undefined) continue;
      steps.add(needed, number);
      inWorkflow[application]?.add(needed);
    }
  }
  for (const [number, { spec }] of catalog.list('Application').entries())
    for (const product of new Set(spec.products)) {
      const needed = products.numbers.get(product);
      if (needed !== undefined && inWorkflow[number]?.has(needed) !== true) parts.add(needed, number);
    }
  const nodes = products.names.length;
  return {
    steps: toRows(nodes, steps),
    parts: toRows(nodes, parts),
    workflowApplication,
    workflowCriticality,
  };
}

function placesOf(catalog: Objects, { products, applications, environments }: Kinds) {
  const list = catalog.list('Environment');
  const all = new Uint8Array(products.names.length).fill(1);
  const connected = new Uint8Array(environments.names.length);
  const versions: Map<number, string>[] = [];
  const deployed = list.map(({ spec }, number) => {
    connected[number] = spec.connection === 'connected' ? 1 : 0;
    const known = new Map<number, string>();
    versions.push(known);
    if (spec.products.length === 0) return all;
    const mask = new Uint8Array(products.names.length);
    for (const { product, version } of spec.products) {
      const found = products.numbers.get(product);
      if (found === undefined) continue;
      mask[found] = 1;
      if (version !== undefined) known.set(found, version);
    }
    return mask;
  });
  const composed = catalog
    .list('Application')
    .map(({ spec }) => spec.products.flatMap((product) => products.numbers.get(product) ?? []));
  const runs = deployed.map((mask) => {
    const runs = new Uint8Array(applications.names.length);
    for (const [application, parts] of composed.entries())
      runs[application] = parts.length === 0 || parts.some((product) => mask[product] === 1) ? 1 : 0;
    return runs;
  });
  return { deployed, versions, connected, runs };
}
