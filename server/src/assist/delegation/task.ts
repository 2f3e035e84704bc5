import { z } from 'zod';
import { defineTask } from '#platform';

/** When nobody has taken it over until then. */
export const dueTask = defineTask('delegation.due', {
  lane: 'chore',
  payload: z.object({ incidentId: z.string() }),
});

export function timerKey(incidentId: string, seq: number): string {
  return `delegation:${incidentId}:${seq}`;
}
