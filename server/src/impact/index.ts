/** @public What messages are drafted after. */
export { impactAssessed } from './facts.ts';
export { impactHandlers } from './handlers.ts';
export { readImpact } from './read-impact.ts';
export { impactRoutes } from './routes.ts';
export { wantAssessment, wantAssessments } from './want-look.ts';
