export { missingFrom, numbersNotBetween } from './durations.ts';
export { namesIn, namesNotIn } from './names.ts';
export { isSameQuantity, numbersIn, type Quantity } from './numbers.ts';
export {
  isOfDepartment,
  proseCharactersMax,
  sentencesOf,
  visible,
  wordCount,
  type Sentence,
} from './sentences.ts';
export { isDenial, isThought } from './language/index.ts';
export { absolutesIn, statesClaimed, type ClaimedState } from './states.ts';
export { timesIn, type Times } from './times.ts';
export { utcMinute } from './utc-minute.ts';
export {
  claimCharactersMax,
  faultsOf,
  isPlain,
  type Claim,
  type Fault,
  type FaultKind,
  type KnownFacts,
  type Source,
} from './verify.ts';
export { contentStems, isStopWord, stemOf, wordsOf } from './words.ts';
