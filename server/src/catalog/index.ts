export { applyObjects } from './apply.ts';
export { Catalog, type Referrer } from './core/catalog.ts';
export { reach, type BlastRadius, type DependencyGraph, type Neighbour } from './core/graph.ts';
export { deleteObject } from './delete-object.ts';
export { catalogApplied } from './facts.ts';
export { putObject } from './put-object.ts';
export { exportObjects } from './read-objects.ts';
export { catalogRoutes } from './routes.ts';
export { readCatalog, startCatalog } from './snapshot.ts';
