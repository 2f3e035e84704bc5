import { handle, type Handler } from '#platform';
import { assessIncident } from './assess-incident.ts';
import { lateTask, lookAgainTask, lookTask } from './jobs.ts';
import { remindOfImpact } from './remind.ts';

/** What happens later. */
export const impactHandlers: readonly Handler[] = [
  handle(lookTask, assessIncident),
  handle(lookAgainTask, assessIncident),
  handle(lateTask, remindOfImpact),
];
