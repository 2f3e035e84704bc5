import { handle, type Handler } from '#platform';
import { assessIncident } from './assess-incident.ts';
import { lateTask, lookTask } from './jobs.ts';
import { remindOfImpact } from './remind.ts';

/** What happens later. */
export const impactHandlers: readonly Handler[] = [
  handle(lookTask, assessIncident),
  handle(lateTask, remindOfImpact),
];
