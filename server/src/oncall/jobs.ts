import { z } from 'zod';
import { defineTask } from '#platform';

/** A step of an escalation has had its time. */
export const stepTask = defineTask('oncall.step', {
  lane: 'page',
  payload: z.object({ escalationId: z.string(), incidentId: z.string() }),
});

/** Finds overdue escalations whose timer is gone, however that came about. */
export const sweepTask = defineTask('oncall.sweep', {
  lane: 'page',
  payload: z.unknown(),
  everyMs: 5_000,
});

/** The recurring task by whose row everybody sees whether any worker works. */
export const pulseTask = sweepTask.name;

export const timerPrefix = 'escalation:';

export function timerKey(escalationId: string): string {
  return `${timerPrefix}${escalationId}`;
}
