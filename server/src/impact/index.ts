export { impactAssessed, impactLate } from './facts.ts';
export { impactHandlers } from './handlers.ts';
export { hitsOfCustomer } from './read/hits-of-customer.ts';
export { readImpact } from './read/read-impact.ts';
export { impactRoutes } from './routes.ts';
export { wantAssessment, wantAssessments, weighRuns } from './want-look.ts';
