import { handle, type Handler } from '#platform';
import { assessIncident } from './assess-incident.ts';
import { lookTask } from './jobs.ts';

/** What happens later. */
export const impactHandlers: readonly Handler[] = [handle(lookTask, assessIncident)];
