import { z } from 'zod';
import { candidate, causeAnswer, causeVerdict } from './cause.ts';

/** How often the verdict that people saw was right. Shares are null without any. */
const score = z.object({
  name: z.string(),
  /** Answers of which it is known whether the first suspect was right. */
  answers: z.number().int(),
  top1: z.number().nullable(),
  /** Of those of which the true cause is known. */
  top3: z.number().nullable(),
  /** The mean probability of the first suspect; beside `top1` it shows whether verdicts of this kind promise too much. */
  said: z.number().nullable(),
});
export type CauseScore = z.infer<typeof score>;

/** The engine's own record, from what people confirmed and corrected. */
export const causeRecord = z.object({
  days: z.number().int(),
  /** What it is narrowed to, as `byEnvironment` and `byFaultKind` name it; null: all. */
  environment: z.string().nullable(),
  faultKind: z.string().nullable(),
  all: score,
  /** Verdicts called clear: how many, and the share of them that was right. */
  clear: z.object({ answers: z.number().int(), right: z.number().nullable() }),
  /** Failures by no product (the test, the runner): the share that was not clearly blamed on a product. */
  specificity: z.object({ answers: z.number().int(), share: z.number().nullable() }),
  /** Verdicts by the probability of their first suspect; `right` beside `said` shows whether 0.8 means 0.8. */
  calibration: z.array(
    z.object({
      from: z.number(),
      to: z.number(),
      answers: z.number().int(),
      said: z.number(),
      right: z.number(),
    }),
  ),
  /** Each narrowed by the other only, so that one can go from row to row. */
  byEnvironment: z.array(score),
  byFaultKind: z.array(score),
  /** The newest first, at most 200. */
  incidents: z.array(
    z.object({
      /** Null of a failing group that no incident dealt with; `group` says which. */
      incidentId: z.string().nullable(),
      group: z.string().nullable(),
      environment: z.string().nullable(),
      since: z.string(),
      version: z.number().int(),
      said: candidate.extend({ displayName: z.string(), probability: z.number() }).nullable(),
      clear: z.boolean(),
      answer: causeAnswer,
      /** Where the true cause stood in the ranking, from 1; null: not known, or not among it. */
      rank: z.number().int().nullable(),
    }),
  ),
});
export type CauseRecord = z.infer<typeof causeRecord>;

/** A verdict as it was, and the same evidence judged by the weights of now. */
export const causeReplay = z.object({
  /** Null of a failing group; `group` says which. */
  incidentId: z.string().nullable(),
  group: z.string().nullable(),
  version: z.number().int(),
  versions: z.array(z.object({ version: z.number().int(), at: z.string() })),
  at: z.string(),
  asItWas: causeVerdict,
  /** Null: its evidence is no longer kept. */
  now: causeVerdict.nullable(),
});
export type CauseReplay = z.infer<typeof causeReplay>;
