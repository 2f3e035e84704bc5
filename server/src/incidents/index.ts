export { incidentsPlugin } from './attachments/plugin.ts';
export { executeCommand } from './execute.ts';
export { declareIncident } from './declare.ts';
export {
  incidentAcknowledged,
  incidentActionChanged,
  incidentAlertLinked,
  incidentAlertUnlinked,
  incidentDeclared,
  incidentDelegationChanged,
  incidentImpactDecided,
  incidentMerged,
  incidentReopened,
  incidentResolved,
  incidentSeverityChanged,
  incidentStateChanged,
  incidentTeamEngaged,
  incidentUpdateDueSet,
  incidentWorkedOn,
} from './facts.ts';
export { acceptDelegation, delegateIncident, returnDelegation } from './commands/delegation.ts';
export { admitUnseen } from './commands/privacy.ts';
export { linkAlert, linkChange } from './commands/links.ts';
export { engageTeam } from './commands/people.ts';
export { decideImpact, keepSeverity, setDataLoss, setWorkaround } from './commands/impact.ts';
export { resolveIncident, setSeverity } from './commands/course.ts';
export { requireScope } from './sight.ts';
export { getIncident, listEvents, listIncidents } from './read.ts';
export { followOnAnswer, leadOnAnswer } from './lead-on-answer.ts';
export { playIntoDrill } from './play.ts';
export { recordOnIncident, type Report } from './record.ts';
export { incidentsRoutes } from './routes.ts';
export { areOfWhatIsOver } from './store.ts';
