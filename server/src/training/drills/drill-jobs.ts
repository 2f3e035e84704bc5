import { z } from 'zod';
import { defineTask, type Tx } from '#platform';

const onDrill = z.object({ drillId: z.string() });

/** Something of a script may be due. */
export const playTask = defineTask('training.play', { lane: 'react', payload: onDrill });

/** Finds drills whose timer is gone. */
export const sweepTask = defineTask('training.sweep', {
  lane: 'chore',
  payload: z.unknown(),
  everyMs: 30_000,
});

/** Real faults are to be as the drill stands. */
export const faultTask = defineTask('training.faults', { lane: 'deliver', payload: onDrill });

/** `dueAt` left out: at once. */
export function setPlayTimer(tx: Tx, drillId: string, dueAt?: Date): void {
  const timer = { key: `drill ${drillId}`, payload: { drillId } };
  tx.setTimer(playTask, dueAt === undefined ? timer : { ...timer, dueAt });
}

/** `dueAt` left out: at once. */
export function setFaultTimer(tx: Tx, drillId: string, dueAt?: Date): void {
  const timer = { key: `drill-faults ${drillId}`, payload: { drillId } };
  tx.setTimer(faultTask, dueAt === undefined ? timer : { ...timer, dueAt });
}
