export { backUpTo, readConfig, restoreFrom } from '#platform';
export { startServer, type RunningServer } from './start.ts';
