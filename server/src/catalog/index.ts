export { applyObjects } from './apply.ts';
export { Catalog } from './core/catalog.ts';
export { deleteObject } from './delete-object.ts';
export { catalogApplied } from './facts.ts';
export { putObject } from './put-object.ts';
export { exportObjects } from './read-objects.ts';
export { catalogRoutes } from './routes.ts';
export { expireCatalog, readCatalog, startCatalog } from './snapshot.ts';
export { catalogVersion } from './store.ts';
