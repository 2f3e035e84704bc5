export { acknowledgeIncident } from './acknowledge.ts';
export { incidentsPlugin } from './attachments/plugin.ts';
export { declareIncident, type DeclareIncident } from './declare.ts';
export { executeCommand } from './execute.ts';
export {
  incidentAcknowledged,
  incidentAlertLinked,
  incidentAlertUnlinked,
  incidentDeclared,
  incidentMerged,
  incidentReopened,
  incidentResolved,
  incidentSeverityChanged,
  incidentStateChanged,
  incidentTeamEngaged,
  incidentTeamStateChanged,
} from './facts.ts';
export { getIncident, listEvents, listIncidents } from './read.ts';
export { recordOnIncident, type Report } from './record.ts';
export { incidentsRoutes } from './routes.ts';
