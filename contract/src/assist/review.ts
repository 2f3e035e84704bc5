import { z } from 'zod';
import { impactTotals } from '../impact/record.ts';
import { incident } from '../incidents/state-schema.ts';

const of = incident.shape;
const instant = z.string();

/** A review with everything its page shows. Instants are RFC 3339 UTC; `seq` is the number of an entry of the log. */
export const reviewDocument = z.object({
  incident: z.object({
    ...{ id: of.id, title: of.title, summary: of.summary, severity: of.severity, state: of.state },
    ...{ drill: of.drill, private: of.private, product: of.product, environment: of.environment },
    ...{ declaredAt: of.declaredAt, resolvedAt: of.resolvedAt, reviewedAt: of.reviewedAt },
    resolution: of.resolution,
  }),
  /** In the order in which they should come. */
  times: z.array(
    z.object({
      name: z.string(),
      /** Null: never. */
      at: instant.nullable(),
      /** Since the declaration; below zero where a clock was wrong. Null for the declaration itself. */
      afterMs: z.number().nullable(),
    }),
  ),
  /** What turned it, oldest first. */
  moments: z.array(z.object({ seq: z.number(), at: instant, by: z.string(), text: z.string() })),
  /** As a person named it, else as the verdict was told last. */
  cause: z.object({ answer: of.causeAnswer, likely: of.likelyCause }),
  impact: z.object({ totals: impactTotals, dataLoss: of.impact.shape.dataLoss }),
  parts: of.review.shape.parts,
  factors: of.review.shape.factors,
  actions: of.review.shape.actions,
  /** What a review usually has and this one has not yet, in words. */
  missing: z.array(z.string()),
});
export type ReviewDocument = z.infer<typeof reviewDocument>;
