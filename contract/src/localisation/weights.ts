import { z } from 'zod';

/** How well weights name the true cause of the cases they were not fitted on. */
const worth = z.object({
  /** Share of cases with the true cause first, 0..1. */
  top1: z.number(),
  /** Mean surprise at the true cause, in nats: less is better. */
  loss: z.number(),
});

/** One attempt to fit the weights of localisation on what people said of causes. */
const causeFit = z.object({
  id: z.number().int(),
  askedAt: z.string(),
  by: z.string(),
  state: z.enum(['waiting', 'fitted', 'failed']),
  /** Why it failed, in words. */
  why: z.string().nullable(),
  /** Since when verdicts are made by them; null: they are not. */
  usedAt: z.string().nullable(),
  report: z
    .object({
      cases: z.number().int(),
      shipped: worth,
      /** On cases left out of each fit in turn: no product is on both sides. */
      own: worth,
      /** Only what is better than as shipped can be used. */
      isBetter: z.boolean(),
      clear: z.number(),
      witnesses: z.array(z.object({ witness: z.string(), shipped: z.number(), own: z.number() })),
    })
    .nullable(),
});
export type CauseFit = z.infer<typeof causeFit>;

export const causeWeights = z.object({
  /** How the weights came about that verdicts are made by, in one line. */
  story: z.string(),
  /** Incidents and failing groups whose true cause people named and whose evidence is kept. */
  answers: z.number().int(),
  /** So many it takes to fit. */
  needed: z.number().int(),
  /** Null: verdicts are made by the shipped weights. */
  inUse: causeFit.nullable(),
  /** The last attempt. */
  last: causeFit.nullable(),
});
export type CauseWeights = z.infer<typeof causeWeights>;
