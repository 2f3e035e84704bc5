export { ticketsPlugin } from './plugin.ts';
export { ticketsRoutes } from './routes.ts';
export { tellTrackers } from './tell-trackers.ts';
