import { z } from 'zod';
import { defineFact } from '#platform';

/** The record of an incident changed: the machine sees something new, or people decided something. */
export const impactAssessed = defineFact(
  'impact.assessed',
  z.object({
    incidentId: z.string(),
    assessment: z.number().int(),
    /** The first of this incident. */
    first: z.boolean(),
    drill: z.boolean(),
  }),
);
