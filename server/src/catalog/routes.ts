import { api } from '#platform';
import { applyObjects } from './apply.ts';
import { deleteObject } from './delete-object.ts';
import { putObject } from './put-object.ts';
import { readMap } from './read-map.ts';
import { exportObjects, getObject, listObjects } from './read-objects.ts';

export const catalogRoutes = {
  list: api.catalog.list.handler(({ input, context }) => listObjects(context.ctx, input)),
  get: api.catalog.get.handler(({ input, context }) => getObject(context.ctx, input)),
  put: api.catalog.put.handler(({ input, context }) => putObject(context.ctx, input)),
  delete: api.catalog.delete.handler(({ input, context }) => deleteObject(context.ctx, input)),
  apply: api.catalog.apply.handler(({ input, context }) => applyObjects(context.ctx, input)),
  export: api.catalog.export.handler(({ input, context }) => exportObjects(context.ctx, input)),
  map: api.catalog.map.handler(({ input, context }) => readMap(context.ctx, input)),
};
