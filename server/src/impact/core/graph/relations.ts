import { edge, type ImpactGraph, type Names } from './graph.ts';
import type { Part } from './part.ts';
import { at, EdgeList, toRows, type Rows } from './rows.ts';

/** What each product needs, looked up once for each of its versions: of one catalog after the other most products are the same objects. */
export function dependentsMaker(): (products: Part<'Product'>) => Rows {
  let names: Names | null = null;
  let needs = new WeakMap<Product, Needs>();
  return (products) => {
    // Numbers mean other products once one came or went.
    if (names !== products.names) needs = new WeakMap();
    ({ names } = products);
    return turned(
      products.list.map((product) => {
        const known = needs.get(product) ?? needsOf(product, products.names);
        needs.set(product, known);
        return known;
      }),
    );
  };
}

/** From what each product needs to what needs each product, without an object for each of a hundred thousand edges. */
function turned(needs: readonly Needs[]): Rows {
  const starts = new Int32Array(needs.length + 1);
  for (const own of needs)
    for (let each = 0; each < own.length; each += 2)
      starts[at(own, each) + 1] = at(starts, at(own, each) + 1) + 1;
  for (let node = 0; node < needs.length; node += 1)
    starts[node + 1] = at(starts, node + 1) + at(starts, node);
  const next = starts.slice();
  const targets = new Int32Array(at(starts, needs.length));
  const marks = new Uint8Array(targets.length);
  for (const [number, own] of needs.entries())
    for (let each = 0; each < own.length; each += 2) {
      const needed = at(own, each);
      const slot = at(next, needed);
      next[needed] = slot + 1;
      targets[slot] = number;
      marks[slot] = at(own, each + 1);
    }
  return { starts, targets, marks };
}

type Product = Part<'Product'>['list'][number];
/** Number and mark of one dependency after the other. */
type Needs = Int32Array;

function needsOf({ spec }: Product, { numbers }: Names): Needs {
  return Int32Array.from(
    spec.dependsOn.flatMap(({ product, strength }) => {
      const needed = numbers.get(product);
      return needed === undefined ? [] : [needed, strength === 'hard' ? edge.hard : edge.soft];
    }),
  );
}

type Workflows = Pick<ImpactGraph, 'steps' | 'parts' | 'workflowApplication' | 'workflowCriticality'>;

/** What products make workflows and applications of. */
export function workflowsOf(
  workflows: Part<'Workflow'>,
  applications: Part<'Application'>,
  products: Names,
): Workflows {
  const steps = new EdgeList();
  const inWorkflow = applications.list.map(() => new Set<number>());
  const workflowApplication = new Int32Array(workflows.list.length).fill(-1);
  const workflowCriticality = new Uint8Array(workflows.list.length);
  for (const [number, { spec }] of workflows.list.entries()) {
    const application = applications.names.numbers.get(spec.application) ?? -1;
    workflowApplication[number] = application;
    workflowCriticality[number] = spec.criticality;
    for (const product of new Set(spec.steps.flatMap((step) => step.products))) {
      const needed = products.numbers.get(product);
      if (needed === undefined) continue;
      steps.add(needed, number);
      inWorkflow[application]?.add(needed);
    }
  }
  const nodes = products.names.length;
  const parts = partsOf(applications, { inWorkflow, products });
  return {
    steps: toRows(nodes, steps),
    parts: toRows(nodes, parts),
    workflowApplication,
    workflowCriticality,
  };
}

interface Around {
  readonly inWorkflow: readonly ReadonlySet<number>[];
  readonly products: Names;
}

function partsOf({ list }: Part<'Application'>, { inWorkflow, products }: Around): EdgeList {
  const parts = new EdgeList();
  for (const [number, { spec }] of list.entries())
    for (const product of new Set(spec.products)) {
      const needed = products.numbers.get(product);
      if (needed !== undefined && inWorkflow[number]?.has(needed) !== true) parts.add(needed, number);
    }
  return parts;
}
