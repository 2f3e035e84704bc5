/** What a browser needs of incidents at run time, without a schema library. */
export { causeText } from './cause-text.ts';
export { isKnownEvent, type IncidentEvent, type StoredEvent } from './events/events.ts';
export { answersFor } from './answers-for.ts';
export { pagedNobody } from './nobody-paged.ts';
export { readersOf } from './decide/privacy.ts';
export { missingOf } from './review/missing.ts';
export { reviewPartTitles } from './review/part-titles.ts';
export { reviewTimes } from './review/times.ts';
export { firstFive, type FirstFiveStep } from './first-five.ts';
export type { IncidentSummary } from './schema.ts';
export type { Action, Factor, Incident, RoleHolder, Task, TeamWork } from './state-schema.ts';
export {
  actionAims,
  actionStates,
  factorKinds,
  incidentRoles,
  incidentStates,
  reviewParts,
  severities,
  teamStates,
  workStates,
  type ActionAim,
  type ActionState,
  type DelegationReturn,
  type FactorKind,
  type IncidentRole,
  type IncidentState,
  type ReviewPart,
  type TeamState,
} from './words.ts';
