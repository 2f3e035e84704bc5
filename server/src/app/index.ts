export { readConfig } from '#platform';
export { startServer, type RunningServer } from './start.ts';
