import { z } from 'zod';
import { defineFact } from '#platform';

/** Something is wrong with a runner, or no longer: it is late, overloaded or silent, runs failed by its own fault, or its token came with another key. */
export const runnerTroubled = defineFact(
  'runner.troubled',
  z.object({
    runnerId: z.string(),
    name: z.string(),
    place: z.string(),
    /** The team that is told; null: leads are. */
    owner: z.string().nullable(),
    trouble: z.enum(['late', 'overloaded', 'silent', 'faults', 'none', 'revoked', 'other-key', 'own-key']),
    detail: z.string(),
  }),
);

/** A check fails by its own fault: its owner is told, nobody is paged. */
export const checkBroken = defineFact(
  'check.broken',
  z.object({
    check: z.string(),
    environment: z.string(),
    run: z.string(),
    detail: z.string(),
  }),
);

/** Runs that failed or left a report ended: one fact for all that a runner reported together. */
export const runsEnded = defineFact(
  'checks.runs-ended',
  z.object({
    runs: z.array(
      z.object({ id: z.string(), check: z.string(), environment: z.string(), passed: z.boolean() }),
    ),
  }),
);

/** A check lost the right to page, or has it again: its owner is told. */
export const checkRuled = defineFact(
  'check.ruled',
  z.object({ check: z.string(), mayPage: z.boolean(), detail: z.string() }),
);
