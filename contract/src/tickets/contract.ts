import { oc } from '@orpc/contract';
import { z } from 'zod';
import { incident } from '../incidents/state-schema.ts';
import { onIncident } from '../incidents/schema.ts';
import { linkTicketInput, onTracker, ticketsOfIncident, trackerKeyInput, trackerView } from './schema.ts';

type Method = 'GET' | 'POST' | 'PUT' | 'DELETE';
const route = (method: Method, path: `/${string}`, summary: string) =>
  oc.route({ method, path, summary, tags: ['tickets'] });
const named = z.object({ name: z.string() });

/**
 * The HTTP contract of tickets; mounted under `/api/v1`. Trackers themselves speak by `POST /intake/tickets` with the key of an
 * integration of kind `tracker`.
 */
export const ticketsContract = {
  trackers: route('GET', '/trackers', 'Trackers that actions of reviews have tickets in').output(
    z.object({ items: z.array(trackerView) }),
  ),
  setKey: route('PUT', '/trackers/{name}/key', 'Seal the key that a tracker is told with')
    .input(trackerKeyInput)
    .output(named),
  removeKey: route('DELETE', '/trackers/{name}/key', 'Forget the key that a tracker is told with')
    .input(onTracker)
    .output(named),
  try: route('POST', '/trackers/{name}/try', 'Tell a tracker something made up')
    .input(onTracker)
    .output(named),
  ofIncident: route('GET', '/incidents/{id}/tickets', 'Tickets of the actions of an incident')
    .input(onIncident)
    .output(ticketsOfIncident),
  link: route('POST', '/incidents/{id}/actions/{action}/ticket', 'Say which ticket an action has')
    .input(linkTicketInput)
    .output(incident),
};
