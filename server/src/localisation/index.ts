export {
  emptyCase,
  type Candidate,
  type Case,
  type LogPattern,
  type Series,
  type SeriesRole,
  type Spans,
  type Telemetry,
} from './core/case.ts';
export { readFacts } from './core/facts.ts';
export { localise, verdictOf, type Verdict } from './core/localise.ts';
export type { Evidence, Suspect } from './core/rank.ts';
export { fittedWeights, type Weights } from './core/weights.ts';
export { witnesses } from './core/witnesses/index.ts';
