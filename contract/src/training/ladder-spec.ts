import { z } from 'zod';
import { objectName, plainLine, text } from '../name.ts';

/** What gathers by itself: incidents followed as shadow, incidents led, drills led, handovers signed, reviews written. */
export const evidenceKinds = ['shadowed', 'led', 'drills', 'handovers', 'reviews'] as const;
export type EvidenceKind = (typeof evidenceKinds)[number];

const criterion = z
  .strictObject({
    evidence: z.enum(evidenceKinds),
    atLeast: z.number().int().min(1).max(100),
    /** Of drills: only those with this score or a better one count. */
    minScore: z.number().int().min(0).max(100).optional(),
  })
  .refine(({ evidence, minScore }) => minScore === undefined || evidence === 'drills', {
    error: 'only drills have a score',
    path: ['minScore'],
  });

const step = z.strictObject({
  name: objectName,
  displayName: plainLine.optional(),
  criteria: z.array(criterion).max(10).default([]),
  /** How many qualified people have to sign. */
  signOffs: z.number().int().min(0).max(5).default(0),
});

/** The way from somebody who looks on to somebody who leads alone. Whoever has done every step is qualified. */
export const trainingLadderSpec = z.strictObject({
  displayName: plainLine.optional(),
  description: text.optional(),
  steps: z
    .array(step)
    .min(1)
    .max(10)
    .refine(
      (steps) => new Set(steps.map(({ name }) => name)).size === steps.length,
      'two steps have one name',
    ),
  /** Somebody qualified has to be on in these. */
  schedules: z.array(objectName).max(50).default([]),
  /** What becomes of an override or cover that would leave one of them to somebody who is not. */
  enforce: z.enum(['warn', 'refuse']).default('warn'),
  /** Who has neither led nor been in a drill for so many days is no longer qualified, until a drill of at least `minScore`. */
  recertify: z
    .strictObject({
      afterDays: z.number().int().min(7).max(1_000),
      minScore: z.number().int().min(0).max(100).default(60),
    })
    .optional(),
});
export type TrainingLadderSpec = z.output<typeof trainingLadderSpec>;
