import { api } from '#platform';
import { readBehind } from './read/read-behind.ts';
import { readLoad, readNoise, readOverview } from './read/read-insights.ts';
import { readSlos } from './slo/read-slos.ts';

const { insights } = api;

/** The product API of insights: every route is one verb. */
export const insightsRoutes = {
  overview: insights.overview.handler(({ input, context }) => readOverview(context.ctx, input)),
  load: insights.load.handler(({ input, context }) => readLoad(context.ctx, input)),
  noise: insights.noise.handler(({ input, context }) => readNoise(context.ctx, input)),
  slos: insights.slos.handler(({ context }) => readSlos(context.ctx)),
  behind: insights.behind.handler(({ input, context }) => readBehind(context.ctx, input)),
};
