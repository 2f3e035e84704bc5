import type { CatalogObject, Kind } from '@fieldmarshal/contract/catalog';
import type { ImpactGraph } from './graph.ts';
import { partMaker } from './part.ts';
import { placesOf } from './places.ts';
import { dependentsMaker, workflowsOf } from './relations.ts';
import { stage } from './stage.ts';
import { usesOf } from './uses.ts';

/** The part of the catalog that is looked at. */
export interface Objects {
  readonly version: number;
  list<K extends Kind>(kind: K): readonly CatalogObject<K>[];
}

/** Linear in objects and references. */
export function compileGraph(catalog: Objects): ImpactGraph {
  return graphMaker()(catalog);
}

/**
 * For one catalog after the other: what did not change since the last one is used again, so that a new customer costs no walk over the
 * dependencies. Relies on objects that did not change being the same ones; the answer is the same as of {@link compileGraph}.
 */
export function graphMaker(): (catalog: Objects) => ImpactGraph {
  const parts = {
    product: partMaker<'Product'>(),
    workflow: partMaker<'Workflow'>(),
    application: partMaker<'Application'>(),
    environment: partMaker<'Environment'>(),
    customer: partMaker<'Customer'>(),
  };
  const relations = {
    dependents: stage(dependentsMaker()),
    workflows: stage(workflowsOf),
    places: stage(placesOf),
    uses: stage(usesOf),
  };
  return (catalog) => {
    const product = parts.product(catalog.list('Product'));
    const workflow = parts.workflow(catalog.list('Workflow'));
    const application = parts.application(catalog.list('Application'));
    const environment = parts.environment(catalog.list('Environment'));
    const customer = parts.customer(catalog.list('Customer'));
    const places = relations.places(environment, application, product.names);
    return {
      version: catalog.version,
      products: product.names,
      workflows: workflow.names,
      applications: application.names,
      customers: customer.names,
      dependents: relations.dependents(product),
      ...relations.workflows(workflow, application, product.names),
      ...places,
      uses: relations.uses(customer, application.names, places),
      labels: {
        product: product.labels,
        workflow: workflow.labels,
        application: application.labels,
        environment: environment.labels,
        customer: customer.labels,
      },
    };
  };
}
