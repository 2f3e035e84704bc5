import { z } from 'zod';
import { defineTask, type Tx } from '#platform';

/** Looks at every schedule that asks for handovers; finds what a lost timer missed. */
export const handoverSweepTask = defineTask('oncall.handover-sweep', {
  lane: 'chore',
  payload: z.unknown(),
  everyMs: 60_000,
});

/** The same look at the moment when something is due, or after who is on has changed. */
export const handoverTurnTask = defineTask('oncall.handover-turn', { lane: 'page', payload: z.unknown() });

/** `dueAt` left out: at once. */
export function setHandoverTurn(tx: Tx, dueAt?: Date): void {
  const timer = { key: handoverTurnTask.name, payload: {} };
  tx.setTimer(handoverTurnTask, dueAt === undefined ? timer : { ...timer, dueAt });
}
