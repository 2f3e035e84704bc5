export {
  assistContract,
  type CitedLine,
  type SimilarAnswer,
  type SimilarMatch,
  type SummaryAnswer,
  type SummarySlots,
  type TriageAnswer,
} from './contract.ts';
