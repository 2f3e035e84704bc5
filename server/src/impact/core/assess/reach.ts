import type { ImpactGraph } from '../graph/graph.ts';
import { targetsOf } from '../graph/rows.ts';

export interface Reach {
  readonly products: ReadonlySet<string>;
  readonly workflows: ReadonlySet<string>;
}

/** What can be hit at all when these products fail, wherever that is: names of products and workflows. */
export function reachOf(graph: ImpactGraph, suspects: readonly string[]): Reach {
  const reached = new Set(suspects.flatMap((name) => graph.products.numbers.get(name) ?? []));
  for (const product of reached)
    for (const dependent of targetsOf(graph.dependents, product)) reached.add(dependent);
  const workflows = new Set<number>();
  for (const product of reached)
    for (const workflow of targetsOf(graph.steps, product)) workflows.add(workflow);
  return {
    products: new Set([...reached].map((product) => graph.products.names[product] ?? '')),
    workflows: new Set([...workflows].map((workflow) => graph.workflows.names[workflow] ?? '')),
  };
}
