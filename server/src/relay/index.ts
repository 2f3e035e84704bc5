export { relayHandlers } from './jobs.ts';
export { relayPlugin } from './plugin.ts';
export { relayRoutes } from './routes.ts';
