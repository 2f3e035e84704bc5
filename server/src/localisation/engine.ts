// The pure engine, for measurements and fitting: no database, no server.
export {
  emptyCase,
  type Candidate,
  type Case,
  type Change,
  type LogPattern,
  type Series,
  type SeriesRole,
  type Spans,
  type Telemetry,
} from './core/case.ts';
export { readFacts, type Facts } from './core/facts.ts';
export type { Testimony } from './core/testimony.ts';
export { localise, weighUp, type Verdict } from './core/localise.ts';
export type { Evidence, Suspect } from './core/rank.ts';
export { fittedWeights, type Weights } from './core/weights.ts';
export { fit, lossOf } from './core/fitting/fit-weights.ts';
export { crossValidate } from './core/fitting/folds.ts';
export { heard, type Known } from './core/fitting/known.ts';
export { witnesses } from './core/witnesses/index.ts';
export { attribute, type Attribution, type ChangeWeights } from './core/changes/attribute.ts';
export { roleOfMetric } from './core/metric-role.ts';
