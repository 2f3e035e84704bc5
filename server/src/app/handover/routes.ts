import { acceptHandover, listHandovers, noteHandover, readHandover, signHandover } from '#oncall';
import { api } from '#platform';
import { readBrief } from './brief.ts';

const routes = api.handover;

/** What is handed over belongs to many domains: the facts are gathered here, and given to the verbs. */
export const handoverRoutes = {
  list: routes.list.handler(async ({ input, context }) => listHandovers(context.ctx, input)),
  get: routes.get.handler(async ({ input, context: { ctx } }) =>
    readHandover(ctx, input.id, async () => readBrief(ctx)),
  ),
  note: routes.note.handler(async ({ input, context: { ctx } }) =>
    noteHandover(ctx, { ...input, brief: await readBrief(ctx) }),
  ),
  sign: routes.sign.handler(async ({ input, context: { ctx } }) =>
    signHandover(ctx, { ...input, brief: await readBrief(ctx) }),
  ),
  accept: routes.accept.handler(async ({ input, context: { ctx } }) =>
    acceptHandover(ctx, { ...input, brief: await readBrief(ctx) }),
  ),
};
