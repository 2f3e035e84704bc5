export { causeText } from './cause-text.ts';
export { incidentsContract } from './contract.ts';
export type {
  ActionContent,
  Attachment,
  Command,
  CommandBody,
  CommandOf,
  CommandType,
  Declaration,
} from './decide/command.ts';
export { answersFor } from './answers-for.ts';
export { decide, isClosed } from './decide/decide.ts';
export type { Decision, Refusal, RefusalCode } from './decide/decision.ts';
export {
  isKnownEvent,
  type EventData,
  type EventKey,
  type IncidentEvent,
  type NewEvent,
  type StoredEvent,
} from './events/events.ts';
export { firstFive, type FirstFive, type FirstFiveStep, type FirstStep } from './first-five.ts';
export { incidentLimits, undoMs } from './limits.ts';
export { nobodyPaged, pagedNobody } from './nobody-paged.ts';
export { readersOf } from './decide/privacy.ts';
export { missingOf } from './review/missing.ts';
export { reviewPartTitles } from './review/part-titles.ts';
export { reviewTimes } from './review/times.ts';
export { decideMerge, type Merge } from './decide/merge.ts';
export { foldEvents, foldVersion, reduce, whoKey } from './fold/reduce.ts';
export {
  attachment as attachmentSchema,
  briefsInput,
  incidentId,
  noteInput,
  summaryCounts,
  type IncidentSummary,
} from './schema.ts';
export {
  incident as incidentSchema,
  who as whoSchema,
  type Action,
  type Factor,
  type ImpactDecided,
  type Incident,
  type LinkedAlert,
  type LinkedChange,
  type PageRecord,
  type PersonRef,
  type RecentAction,
  type RoleHolder,
  type Task,
  type TeamWork,
  type Who,
} from './state-schema.ts';
export {
  actionAims,
  actionStates,
  delegationReturns,
  factorKinds,
  incidentRoles,
  incidentStates,
  marks,
  pageStatuses,
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
  type Mark,
  type PageStatus,
  type ReviewPart,
  type TeamState,
  type WorkState,
} from './words.ts';
