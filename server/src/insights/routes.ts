import { api } from '#platform';
import { readBehind } from './read/read-behind.ts';
import { readLoad, readNoise, readOverview } from './read/read-insights.ts';
import { endReport, leaveReport, listReports, makeReport } from './reports/manage-reports.ts';
import { tryReport } from './reports/send-reports.ts';
import { readSlos } from './slo/read-slos.ts';

const { insights } = api;

/** The product API of insights: every route is one verb. */
export const insightsRoutes = {
  overview: insights.overview.handler(({ input, context }) => readOverview(context.ctx, input)),
  load: insights.load.handler(({ input, context }) => readLoad(context.ctx, input)),
  noise: insights.noise.handler(({ input, context }) => readNoise(context.ctx, input)),
  slos: insights.slos.handler(({ context }) => readSlos(context.ctx)),
  reports: insights.reports.handler(({ context }) => listReports(context.ctx)),
  makeReport: insights.makeReport.handler(({ input, context }) => makeReport(context.ctx, input)),
  endReport: insights.endReport.handler(({ input, context }) => endReport(context.ctx, input)),
  leaveReport: insights.leaveReport.handler(({ input, context }) => leaveReport(context.ctx, input)),
  tryReport: insights.tryReport.handler(({ input, context }) => tryReport(context.ctx, input)),
  behind: insights.behind.handler(({ input, context }) => readBehind(context.ctx, input)),
};
