import { candidate } from '@fieldmarshal/contract/localisation';
import { z } from 'zod';
import { defineFact } from '#platform';

/** The cause verdict of an incident differs from the one before: in who is suspected, how surely, or by which change. */
export const causeChanged = defineFact(
  'cause.changed',
  z.object({
    incidentId: z.string(),
    environment: z.string().nullable(),
    version: z.number().int(),
    /** Whether the first is likely enough to act upon. */
    clear: z.boolean(),
    /** Whether its log is to be told: something became clear, or is no longer. */
    tell: z.boolean(),
    nothing: z.number(),
    /** The likeliest first; two where both are at it. */
    suspects: z.array(candidate.extend({ displayName: z.string(), probability: z.number() })),
    /** How many of `suspects` are the cause together; 0 where nobody is. */
    causes: z.number().int(),
    /** The strongest sentence for the first. */
    why: z.string(),
  }),
);
