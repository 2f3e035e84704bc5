import { oc } from '@orpc/contract';
import { z } from 'zod';
import * as schema from './schema.ts';
import { sloAnswer } from './slo.ts';

const route = (path: `/${string}`, summary: string) =>
  oc.route({ method: 'GET', path, summary, tags: ['insights'] });

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
  slos: route('/slos', 'Objectives of workflows: what is left of their error budgets, and how fast it goes')
    .input(z.object({}))
    .output(sloAnswer),
};
