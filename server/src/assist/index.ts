export { assessIncident } from './rca/assess-incident.ts';
export { rcaHandlers } from './rca/jobs.ts';
export { rcaRoutes } from './rca/routes.ts';
export { acceptOnAnswer } from './delegation/accept-on-answer.ts';
export { keepDelegation, pageGivenTeam, pageOnReturn, pageTeam } from './delegation/keep-delegation.ts';
export { delegationHandlers } from './delegation/jobs.ts';
export { delegationRoutes } from './delegation/routes.ts';
export { modelHandlers } from './model/jobs.ts';
export { sealedModelKeys } from './model/provider.ts';
export { modelRoutes } from './model/routes.ts';
export { assistRoutes } from './routes.ts';
export { reviewFilesPlugin } from './review/review-files.ts';
export { forgetIncident, forgetNaming, rememberIncident } from './similar/remember.ts';
export { knownOf, stateChanges, type Entry, type IncidentRecord } from './core/record.ts';
export { summarise, summaryWordsMax, type Line, type Slots, type Summary } from './core/summary/summarise.ts';
export {
  advise,
  defaultThresholds,
  type Advice,
  type Triage,
  type TriageFacts,
} from './core/triage/advise.ts';
export { experienceOf, levels, type PastIncident } from './core/triage/from-past.ts';
export { soundsOf } from './core/triage/hints.ts';
export { understand, type KnownProduct, type Understanding } from './core/triage/understand.ts';
export { isLike, rankSimilar, type Found, type Match, type Question } from './core/similar/rank.ts';
