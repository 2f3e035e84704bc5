export { impactBrief, type ImpactBrief } from './brief.ts';
export { impactContract, readImpactInput } from './contract.ts';
export { impactReach, reachInput, type ImpactReach } from './reach.ts';
export {
  impactRecord,
  impactRow,
  impactScore,
  impactTotals,
  severityProposal,
  type ImpactEvidence,
  type ImpactRecord,
  type ImpactRow,
  type ImpactScore,
  type ImpactStep,
  type ImpactTally,
  type ImpactTotals,
  type SeverityProposal,
} from './record.ts';
export {
  hitStates,
  impactKinds,
  impactPageRows,
  impactStates,
  likelyFrom,
  possibleFrom,
  standings,
  type HitState,
  type ImpactDecision,
  type ImpactKind,
  type ImpactState,
  type Standing,
} from './words.ts';
