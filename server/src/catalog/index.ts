export { Catalog, type Referrer } from './core/catalog.ts';
export { reach, type BlastRadius, type DependencyGraph, type Neighbour } from './core/graph.ts';
export { readCatalog, startCatalog } from './snapshot.ts';
