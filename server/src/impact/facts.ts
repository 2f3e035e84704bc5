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

/** Nobody has looked at the first assessment in time; told again, louder, while nobody has. */
export const impactLate = defineFact(
  'impact.late',
  z.object({
    incidentId: z.string(),
    title: z.string(),
    drill: z.boolean(),
    /** Since the incident was declared. */
    minutes: z.number().int(),
    /** 1, 2, …: how often it was told. */
    time: z.number().int(),
    /** Who leads; null: nobody. */
    fieldMarshal: z.string().nullable(),
  }),
);
