import { z } from 'zod';
import { defineTask, type Tx } from '#platform';

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

interface Stepping {
  readonly escalationId: string;
  readonly incidentId: string;
}

/** Sets an escalation's one timer for when something of it is due (milliseconds since the epoch), or takes it away. */
export function setStepTimer(tx: Tx, payload: Stepping, at: number | null): void {
  const key = timerKey(payload.escalationId);
  if (at === null) tx.cancelTimer(key);
  else tx.setTimer(stepTask, { key, payload, dueAt: new Date(at) });
}
