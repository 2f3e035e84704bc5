import { z } from 'zod';
import { instant, line, objectName, text } from '../name.ts';
import { measureTypes, measureValue } from './measure.ts';
import { rungs, standardLevels } from './standard.ts';

const day = z.iso.date();
const count = z.number().int().min(0);
/** 0.0 (nothing is met) to 4.0 (everything is); null where no standard applies. */
export const score = z.number().min(0).max(4).nullable();
const rung = z.enum(rungs).nullable();
export const outcome = z.enum(['met', 'missed', 'unknown']);

/** Why a product may go without a standard, who said so, and until when. */
export const exemption = z.object({
  id: z.string(),
  product: objectName,
  standard: objectName,
  reason: z.string(),
  approvedBy: z.string(),
  approvedAt: instant,
  expiresAt: instant,
  endedAt: instant.nullable(),
  endedBy: z.string().nullable(),
});
export type Exemption = z.output<typeof exemption>;

/** What a product should do next: the standard that weighs most of those it does not meet. */
export const nextStep = z.object({
  standard: objectName,
  displayName: z.string(),
  /** The first line of how to fix it. */
  fix: z.string(),
  unknown: z.boolean(),
  due: day.nullable(),
});
export type NextStep = z.output<typeof nextStep>;

export const matrixStandard = z.object({
  name: objectName,
  displayName: z.string(),
  area: z.string(),
  level: z.enum(standardLevels),
  rung: z.enum(rungs),
  target: z.number(),
  due: day.nullable(),
  applies: count,
  met: count,
  missed: count,
  unknown: count,
  exempt: count,
});
export type MatrixStandard = z.output<typeof matrixStandard>;

export const matrixRow = z.object({
  product: objectName,
  displayName: z.string(),
  team: objectName,
  teamName: z.string(),
  score,
  /** Against the score 30 days ago; null where there was none. */
  change: z.number().nullable(),
  rung,
  /** Musts that are missed or unknown and not exempt. */
  mustGaps: count,
  /**
   * One letter for each standard, in the order of `standards`: `m` met, `x` missed, `u` unknown, `e` exempt, `-` does not apply. A capital
   * letter: what it rests on is old.
   */
  cells: z.string(),
  next: nextStep.nullable(),
});
export type MatrixRow = z.output<typeof matrixRow>;

export const readinessMatrix = z.object({
  at: instant,
  /** When everything was looked at last; null before the first time. */
  lookedAt: instant.nullable(),
  summary: z.object({
    products: count,
    /** Of the scores of all products that have one. */
    median: score,
    change: z.number().nullable(),
    failingMust: count,
  }),
  standards: z.array(matrixStandard),
  items: z.array(matrixRow),
  nextCursor: z.string().nullable(),
});
export type ReadinessMatrix = z.output<typeof readinessMatrix>;

/** The value of a measure for one product; `value` null where there is none. */
export const shownValue = z.object({
  measure: z.string(),
  meaning: z.string(),
  unit: z.string(),
  value: measureValue.nullable(),
  /** When it was measured. */
  at: instant.nullable(),
  source: z.string().nullable(),
  stale: z.boolean(),
});
export type ShownValue = z.output<typeof shownValue>;

export const standing = z.object({
  standard: objectName,
  displayName: z.string(),
  area: z.string(),
  level: z.enum(standardLevels),
  rung: z.enum(rungs),
  why: z.string(),
  fix: z.string(),
  rule: z.string(),
  due: day.nullable(),
  outcome,
  since: instant.nullable(),
  stale: z.boolean(),
  exemption: exemption.nullable(),
  values: z.array(shownValue),
});
export type Standing = z.output<typeof standing>;

export const readinessChange = z.object({
  id: z.string(),
  at: instant,
  product: objectName,
  standard: objectName,
  before: outcome,
  after: outcome,
  /** One sentence. */
  why: z.string(),
});
export type ReadinessChange = z.output<typeof readinessChange>;

/** One day of a product, a team, a standard, an initiative or the organisation. */
export const readinessDay = z.object({
  day,
  score,
  applies: count,
  met: count,
  unknown: count,
  mustGaps: count,
});
export type ReadinessDay = z.output<typeof readinessDay>;

export const scorecard = z.object({
  at: instant,
  product: objectName,
  displayName: z.string(),
  team: objectName,
  teamName: z.string(),
  score,
  rung,
  mustGaps: count,
  next: nextStep.nullable(),
  /** The most pressing first. */
  standings: z.array(standing),
  changes: z.array(readinessChange),
  days: z.array(readinessDay),
});
export type Scorecard = z.output<typeof scorecard>;

export const standardPage = z.object({
  at: instant,
  standard: matrixStandard,
  why: z.string(),
  fix: z.string(),
  rule: z.string(),
  owner: z.string().nullable(),
  ownerName: z.string().nullable(),
  generation: z.number().int(),
  /** The file it comes from; null where it can be changed here. */
  file: z.string().nullable(),
  products: z.array(
    z.object({
      product: objectName,
      displayName: z.string(),
      teamName: z.string(),
      outcome,
      stale: z.boolean(),
      since: instant.nullable(),
      exemption: exemption.nullable(),
    }),
  ),
  days: z.array(readinessDay),
  changes: z.array(readinessChange),
});
export type StandardPage = z.output<typeof standardPage>;

export const readinessPreview = z.object({
  /** What is wrong with the rule; then everything else is empty. */
  fault: z.object({ message: z.string(), at: z.number().int().nullable() }).nullable(),
  applies: count,
  met: count,
  missed: count,
  unknown: count,
  /** Products that meet the standard as it is and would not any more. */
  newlyFailing: z.array(objectName),
  newlyMeeting: z.array(objectName),
  /** For the product that was asked about. */
  outcome: outcome.nullable(),
  values: z.array(shownValue),
});
export type ReadinessPreview = z.output<typeof readinessPreview>;

export const shownMeasure = z.object({
  name: z.string(),
  type: z.enum(measureTypes),
  unit: z.string(),
  meaning: z.string(),
  freshHours: z.number(),
  /** `built-in`, `push` or `http`. */
  source: z.enum(['built-in', 'push', 'http']),
  /** Products that have a value of it. */
  products: count,
  /** When it was measured last, anywhere. */
  at: instant.nullable(),
  /** Why the last look for it failed. */
  trouble: z.string().nullable(),
});
export type ShownMeasure = z.output<typeof shownMeasure>;

export const shownInitiative = z.object({
  name: objectName,
  displayName: z.string(),
  why: z.string(),
  ownerName: z.string().nullable(),
  standards: z.array(objectName),
  start: day,
  due: day,
  /** Pairs of a product and a standard; exempt ones do not count. */
  applies: count,
  met: count,
  unknown: count,
  /** What is left after each day. */
  days: z.array(readinessDay),
});
export type ShownInitiative = z.output<typeof shownInitiative>;

export const gateAnswer = z.object({
  product: objectName,
  passes: z.boolean(),
  score,
  rung,
  /** Why it does not pass; sentences. */
  reasons: z.array(z.string()),
  /** What would not hold for long: old measures, exemptions that end soon. */
  warnings: z.array(z.string()),
});
export type GateAnswer = z.output<typeof gateAnswer>;

export const newValue = z.object({
  product: objectName,
  measure: z.string().min(1).max(63),
  /** `null` takes the value away. */
  value: measureValue.nullable(),
  /** When it was measured; left out: now. */
  at: instant.optional(),
  source: line,
});
export type NewValue = z.output<typeof newValue>;

export const exemptInput = z.object({
  product: objectName,
  standard: objectName,
  reason: text.trim().min(1).max(2_000),
  expiresAt: instant,
});
