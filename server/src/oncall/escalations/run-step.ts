import { serverKey } from '#delivery';
import { inTransaction, type Ctx, type Tx } from '#platform';
import { readDirectory } from '../roster/read-roster.ts';
import { stepTask, timerKey, timerPrefix } from '../jobs.ts';
import { loadEscalation, lockPaging, overdueWithoutTimer, type StoredEscalation } from '../store.ts';
import { takeInput } from './take-input.ts';

interface Due {
  readonly escalationId: string;
  readonly incidentId: string;
}

/** Does what is due of an escalation: the next way of a person, the next step, a stall. Nothing where it is early or somebody answered meanwhile. */
export async function runStep(ctx: Ctx, { escalationId, incidentId }: Due): Promise<void> {
  const { catalog, contacts } = await readDirectory(ctx.env);
  const key = await serverKey(ctx.env);
  const take = async (tx: Tx, escalation: StoredEscalation | null): Promise<void> => {
    if (escalation)
      await takeInput(tx, { escalation, input: { kind: 'timer' }, directory: { catalog, contacts }, key });
  };
  await inTransaction(ctx, take, async (open) => {
    const [, escalation] = await Promise.all([
      lockPaging(open, incidentId),
      loadEscalation(open.db, escalationId),
    ]);
    return escalation;
  });
}

/** Sets the timers that were lost. */
export async function sweep(ctx: Ctx): Promise<void> {
  const overdue = await overdueWithoutTimer(ctx.env.databases.worker, timerPrefix);
  if (overdue.length === 0) return;
  ctx.env.log.warn({ count: overdue.length }, 'overdue escalations without a timer');
  await inTransaction(ctx, async (tx) => {
    for (const { id, incidentId } of overdue)
      tx.setTimer(stepTask, { key: timerKey(id), payload: { escalationId: id, incidentId } });
  });
}
