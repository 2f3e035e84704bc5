import type { Fault } from '../../demo/faults/fault.ts';
import type { Demo } from './demo.ts';

interface Named<S> {
  readonly name: string;
  readonly spec: S;
}
interface ProductSpec {
  readonly owner: string;
  readonly dependsOn?: readonly { readonly product: string; readonly strength: string }[];
}
interface WorkflowSpec {
  readonly criticality: number;
  readonly steps: readonly { readonly products: readonly string[] }[];
}

/** What the demo's catalog says of a product that fails. */
export interface Truth {
  /** Who owns what is at fault. */
  readonly teams: ReadonlySet<string>;
  /** Workflows that use it in a step: each is hit, but of a fault that does no harm yet. */
  readonly hit: ReadonlySet<string>;
  /** Workflows that reach it by any way: no other may be listed. */
  readonly reachable: ReadonlySet<string>;
  /** Severities that are right for the most critical workflow that is hit: down or degraded, for one customer or many. */
  readonly severities: readonly string[];
}

const byCriticality: Readonly<Record<number, readonly string[]>> = {
  1: ['SEV1', 'SEV2', 'SEV3'],
  2: ['SEV2', 'SEV3', 'SEV4'],
};
const otherwise = ['SEV3', 'SEV4'];

/** What is told ahead: as long as there is memory, and until the certificate has expired, everything works. */
const ahead: ReadonlySet<string> = new Set(['memory-growth', 'expiring-certificate']);

export type House = (faults: readonly Fault[]) => Truth;

/** Reads the catalog once. */
export async function readHouse(demo: Demo): Promise<House> {
  const [products, workflows] = await Promise.all([
    demo.api<{ items: Named<ProductSpec>[] }>('GET', '/catalog?kind=Product&limit=200'),
    demo.api<{ items: Named<WorkflowSpec>[] }>('GET', '/catalog?kind=Workflow&limit=200'),
  ]);
  const specs = new Map(products.items.map(({ name, spec }) => [name, spec]));
  return (faults) => {
    const failing = new Set<string>(faults.map(({ product }) => product));
    const hurting = new Set<string>(
      faults.filter((each) => !ahead.has(each.fault)).map(({ product }) => product),
    );
    const using = (found: (product: string) => boolean): Set<string> =>
      new Set(
        workflows.items
          .filter(({ spec }) => spec.steps.some((step) => step.products.some((product) => found(product))))
          .map(({ name }) => name),
      );
    const concerned = using((product) => failing.has(product));
    const gravest = Math.min(
      ...workflows.items.filter(({ name }) => concerned.has(name)).map(({ spec }) => spec.criticality),
    );
    return {
      hit: using((product) => hurting.has(product)),
      severities: byCriticality[gravest] ?? otherwise,
      teams: new Set([...failing].flatMap((product) => specs.get(product)?.owner ?? [])),
      reachable: using((product) => reaches(specs, product, failing)),
    };
  };
}

/** Whether a product is one of these or calls one of them, over however many others. */
function reaches(
  specs: ReadonlyMap<string, ProductSpec>,
  from: string,
  targets: ReadonlySet<string>,
): boolean {
  const seen = new Set<string>();
  const next = [from];
  for (let at = next.pop(); at !== undefined; at = next.pop()) {
    if (targets.has(at)) return true;
    if (seen.has(at)) continue;
    seen.add(at);
    next.push(...(specs.get(at)?.dependsOn ?? []).map(({ product }) => product));
  }
  return false;
}
