import type { Coverage } from '@fieldmarshal/contract/checks';
import type { Catalog } from '#catalog';

export type CoveredWorkflow = Coverage['workflows'][number];
type CoveredEnvironment = Coverage['environments'][number];

/** Every workflow with where it can run and nothing watches it, the most critical first. */
export function coveredWorkflows(catalog: Catalog): CoveredWorkflow[] {
  return catalog
    .list('Workflow')
    .map(({ name }) => coverageOf(catalog, name))
    .toSorted((a, b) => a.criticality - b.criticality || (a.displayName < b.displayName ? -1 : 1));
}

/** Environments that can run any of these workflows, connected ones first: a cut-off one is watched, if at all, by its own site. */
export function coveredEnvironments(
  catalog: Catalog,
  workflows: readonly CoveredWorkflow[],
): CoveredEnvironment[] {
  return environmentsOf(catalog).flatMap(({ name, spec }) => {
    const possible = workflows.filter(({ products }) => runs(spec.products, products));
    if (possible.length === 0) return [];
    return {
      environment: name,
      displayName: spec.displayName ?? name,
      connection: spec.connection,
      workflows: possible.length,
      covered: possible.filter(({ missing }) => !missing.includes(name)).length,
    };
  });
}

/** Of the workflows that need a product, the one to draft a test of: the most critical, sooner one that nothing watches somewhere. */
export function workflowNeeding(
  workflows: readonly CoveredWorkflow[],
  product: string | null,
): CoveredWorkflow | null {
  const needing = workflows.filter(({ products }) => product !== null && products.includes(product));
  const bare = (workflow: CoveredWorkflow): number => (workflow.checks === 0 ? 0 : 1);
  return needing.toSorted((a, b) => a.criticality - b.criticality || bare(a) - bare(b))[0] ?? null;
}

/** A workflow is watched where an end-to-end test or monitor that names it runs and is not paused. */
function coverageOf(catalog: Catalog, name: string): CoveredWorkflow {
  const workflow = catalog.get('Workflow', name)?.spec;
  const products = [...new Set(workflow?.steps.flatMap((step) => step.products) ?? [])];
  const checks = catalog.list('Check').filter(({ spec }) => spec.workflow === name);
  const watched = new Set(
    checks.flatMap(({ spec }) =>
      spec.environments.flatMap((entry) => (entry.paused ? [] : entry.environment)),
    ),
  );
  const where = environmentsOf(catalog).filter(({ spec }) => runs(spec.products, products));
  return {
    workflow: name,
    displayName: workflow?.displayName ?? name,
    application: workflow?.application ?? '',
    criticality: workflow?.criticality ?? 4,
    products,
    checks: checks.length,
    missing: where.map((environment) => environment.name).filter((environment) => !watched.has(environment)),
  };
}

function environmentsOf(catalog: Catalog) {
  const rank = { connected: 0, disconnected: 1 } as const;
  return catalog
    .list('Environment')
    .toSorted((a, b) => rank[a.spec.connection] - rank[b.spec.connection] || (a.name < b.name ? -1 : 1));
}

function runs(deployed: readonly { readonly product: string }[], products: readonly string[]): boolean {
  return (
    products.length > 0 && products.every((product) => deployed.some((each) => each.product === product))
  );
}
