import { z } from 'zod';
import { defineTask } from '#platform';

/** The second look at an incident, a day after it was resolved. */
export const assessTask = defineTask('rca.assess', {
  lane: 'think',
  payload: z.object({ incidentId: z.string(), look: z.number().int().min(1).max(2) }),
});
