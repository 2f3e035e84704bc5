import { sql } from 'kysely';
import { handle, retentionJob, type Handler } from '#platform';
import { remindOfActions, remindTask } from './actions/remind.ts';
import { countDays, countTask, rollIncidents, rollTask } from './roll-up/roll-up.ts';
import { reportTask, sendReports } from './reports/send-reports.ts';
import { countRunHours, runHoursTask } from './slo/read-slos.ts';

export { tellActionOwner } from './actions/tell-owner.ts';
export { rollUp } from './core/roll-up.ts';
export { feedbackPlugin } from './feedback/embed-plugin.ts';
export { feedbackRoutes } from './feedback/routes.ts';
export { insightsRoutes } from './routes.ts';

/** As far back as an answer that waited on a device may be counted. */
const feedbackKeysKeptDays = 400;

export const insightsHandlers: readonly Handler[] = [
  handle(remindTask, remindOfActions),
  handle(rollTask, rollIncidents),
  handle(countTask, countDays),
  handle(runHoursTask, countRunHours),
  handle(reportTask, sendReports),
  retentionJob('insights.retention', [
    {
      what: 'keys of feedback',
      days: () => feedbackKeysKeptDays,
      deleting: ({ before, limit }) => sql`
        delete from feedback_key where key in (select key from feedback_key where at < ${before} order by at limit ${limit})`,
    },
  ]),
];
