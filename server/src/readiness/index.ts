export { collectMeasures } from './collect/collect-measures.ts';
export { readinessHandlers } from './jobs.ts';
export { readinessPlugin } from './plugin.ts';
export { readinessRoutes } from './routes.ts';
export { sayOfStandards } from './say-of-standards.ts';
