export { assessIncident } from './rca/assess-incident.ts';
export { rcaHandlers } from './rca/jobs.ts';
export { rcaRoutes } from './rca/routes.ts';
