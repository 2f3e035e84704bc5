import { oc } from '@orpc/contract';
import { z } from 'zod';
import { newReport, report, reportId } from './report.ts';
import * as schema from './schema.ts';
import { sloAnswer } from './slo.ts';

const route = (path: `/${string}`, summary: string, method: 'GET' | 'POST' | 'DELETE' = 'GET') =>
  oc.route({ method, path, summary, tags: ['insights'] });

/** The HTTP contract of insights; mounted under `/api/v1`. Drills and incidents that were merged into another count in nothing. */
export const insightsContract = {
  overview: route('/insights', 'How incidents were found, handled and learnt from in a period')
    .input(schema.insightsFilter)
    .output(schema.overview),
  load: route('/insights/load', 'Pages by person, hub and hour of their day; handovers')
    .input(schema.insightsFilter)
    .output(schema.load),
  noise: route('/insights/noise', 'Alerts by rule, false alarms, what checks were worth')
    .input(schema.insightsFilter)
    .output(schema.noise),
  behind: route('/insights/incidents', 'The incidents behind a number')
    .input(schema.behindInput)
    .output(schema.behindAnswer),
  reports: route('/insights/reports', 'Pages that are sent by mail: to me, or for leads to anybody')
    .input(z.object({}))
    .output(z.object({ items: z.array(report) })),
  makeReport: route('/insights/reports', 'Send a page by mail every week or month', 'POST')
    .input(newReport)
    .output(report),
  endReport: route('/insights/reports/{id}', 'Send it no more', 'DELETE').input(reportId).output(reportId),
  leaveReport: route('/insights/reports/{id}/leave', 'Send it to me no more', 'POST')
    .input(reportId)
    .output(reportId),
  tryReport: route('/insights/reports/{id}/try', 'Send it to me now', 'POST')
    .input(reportId)
    .output(reportId),
  slos: route('/slos', 'Objectives of workflows: what is left of their error budgets, and how fast it goes')
    .input(z.object({}))
    .output(sloAnswer),
};
