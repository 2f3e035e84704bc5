import { api } from '#platform';
import { acceptRca, dismissRca, finishRca } from './decide.ts';
import { listRcaFlags, readRcaFlag, readRcaModel, resetRcaModel } from './read/read-rca.ts';

const { rca } = api;

/** The product API of the RCA flag. */
export const rcaRoutes = {
  list: rca.list.handler(({ input, context }) => listRcaFlags(context.ctx, input)),
  ofIncident: rca.ofIncident.handler(({ input, context }) => readRcaFlag(context.ctx, input)),
  accept: rca.accept.handler(({ input, context }) => acceptRca(context.ctx, input)),
  dismiss: rca.dismiss.handler(({ input, context }) => dismissRca(context.ctx, input)),
  finish: rca.finish.handler(({ input, context }) => finishRca(context.ctx, input)),
  model: rca.model.handler(({ context }) => readRcaModel(context.ctx)),
  reset: rca.reset.handler(({ context }) => resetRcaModel(context.ctx)),
};
