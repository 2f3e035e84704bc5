import { z } from 'zod';
import { defineFact } from '#platform';

/** A handover stands where somebody is to hear of it: the outgoing people of a prepared one, the incoming people of the others. */
export const handoverTurned = defineFact(
  'handover.turned',
  z.object({ handoverId: z.string(), to: z.enum(['prepared', 'offered', 'signed']) }),
);
