import { edge, type ImpactGraph, type Names } from './graph.ts';
import type { Part } from './part.ts';
import { EdgeList, toRows, type Rows } from './rows.ts';

/** Product → products that need it. */
export function dependentsOf({ list, names }: Part<'Product'>): Rows {
  const edges = new EdgeList();
  for (const [number, { spec }] of list.entries())
    for (const { product, strength } of spec.dependsOn) {
      const needed = names.numbers.get(product);
      if (needed !== undefined) edges.add(needed, number, strength === 'hard' ? edge.hard : edge.soft);
    }
  return toRows(list.length, edges);
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
