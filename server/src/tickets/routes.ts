import { api } from '#platform';
import { linkTicket } from './link-ticket.ts';
import { listTrackers, removeTrackerKey, setTrackerKey, tryTracker } from './manage.ts';
import { readTickets } from './read-tickets.ts';

const { tickets } = api;

export const ticketsRoutes = {
  trackers: tickets.trackers.handler(({ context }) => listTrackers(context.ctx)),
  setKey: tickets.setKey.handler(({ input, context }) => setTrackerKey(context.ctx, input)),
  removeKey: tickets.removeKey.handler(({ input, context }) => removeTrackerKey(context.ctx, input)),
  try: tickets.try.handler(({ input, context }) => tryTracker(context.ctx, input)),
  ofIncident: tickets.ofIncident.handler(({ input, context }) => readTickets(context.ctx, input)),
  link: tickets.link.handler(({ input, context }) => linkTicket(context.ctx, input)),
};
