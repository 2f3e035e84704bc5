/** What a browser needs of incidents at run time, without a schema library. */
export { isKnownEvent, type IncidentEvent, type StoredEvent } from './events/events.ts';
export { firstFive, type FirstFiveStep } from './first-five.ts';
export type { IncidentSummary } from './schema.ts';
export type { Incident, RoleHolder, Task, TeamWork } from './state-schema.ts';
export {
  incidentRoles,
  incidentStates,
  severities,
  teamStates,
  workStates,
  type IncidentRole,
  type IncidentState,
  type TeamState,
} from './words.ts';
