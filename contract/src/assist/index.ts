export {
  assistContract,
  type CitedLine,
  type SimilarAnswer,
  type SimilarMatch,
  type SummaryAnswer,
  type SummarySlots,
  type TextAnswer,
  type TitleProposal,
  type TriageAnswer,
} from './contract.ts';
export {
  delegationContract,
  type DelegationOffer,
  type DelegationRow,
  type TeamRecord,
} from './delegation.ts';
export { modelProviderSpec, type ModelProviderSpec } from './provider-spec.ts';
export * from './model.ts';
