import { readContacts, serverKey } from '#delivery';
import { inTransaction, type Ctx } from '#platform';
import { applyStep } from './apply-step.ts';
import { escalate } from './core/escalate.ts';
import { stepTask, timerKey, timerPrefix } from './jobs.ts';
import { worldOf } from './roster/roster.ts';
import { loadEscalation, lockPaging, overdueWithoutTimer, saveState } from './store.ts';
import { readRoster } from './roster/read-roster.ts';

interface Due {
  readonly escalationId: string;
  readonly incidentId: string;
}

/** Goes on to the next step of an escalation, unless it is too early or somebody answered meanwhile. */
export async function runStep(ctx: Ctx, { escalationId, incidentId }: Due): Promise<void> {
  const catalog = await readRoster(ctx.env);
  const key = await serverKey(ctx.env);
  const contacts = await readContacts(ctx.env);
  await inTransaction(ctx, async (tx) => {
    await lockPaging(tx, incidentId);
    const escalation = await loadEscalation(tx.db, escalationId);
    if (escalation?.state.status !== 'paging') return;
    const step = escalate(escalation.state, { kind: 'timer' }, worldOf(catalog, tx.now, contacts));
    if (step.effects.length > 0) await saveState(tx, escalationId, step.state);
    // Also where it was early: then the timer is set again for when it is due.
    await applyStep(tx, { escalation, key, step, standing: 'known' });
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
