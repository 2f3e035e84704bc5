import { cancelDeliveries } from '#delivery';
import { inTransaction, type Ctx } from '#platform';
import { escalate } from '../core/escalation/escalate.ts';
import { timerKey } from '../jobs.ts';
import { closeUnwanted, isOnlyShadow } from '../pages/page-store.ts';
import { emptyWorld } from '../roster/roster.ts';
import { escalationsOf, lockPaging, saveState, wasReopenedAfter } from '../store.ts';

export interface StopEscalations {
  readonly incidentId: string;
  /** Only this team's; left out: all of the incident. */
  readonly team?: string | null;
  /** Shown on closed pages, e.g. `INC-42 was resolved by Mira Khan`. */
  readonly why: string;
  /**
   * When what ends it happened (ISO 8601); left out: now. Facts may be taken up in another order than they happened in: where the
   * incident was opened again after this, what was started later stands.
   */
  readonly at?: string;
  /** Who caused it, where it is a person who has taken the incident on: pages then say that this person has it. */
  readonly by?: string;
  /** Who acknowledged, where that is what happened: what somebody says who only shadows stops nothing. */
  readonly byPerson?: string | null;
}

/** Ends every escalation of an incident: after the commit nothing more is sent. Harmless where none runs. */
export async function stopEscalations(
  ctx: Ctx,
  { incidentId, team, why, by, byPerson = null, at }: StopEscalations,
): Promise<void> {
  await inTransaction(ctx, async (tx) => {
    await lockPaging(tx, incidentId);
    if (byPerson !== null && (await isOnlyShadow(tx.db, incidentId, byPerson))) return;
    const all = await escalationsOf(tx.db, incidentId);
    const until =
      at !== undefined && (await wasReopenedAfter(tx, incidentId, at)) ? new Date(at).getTime() : Infinity;
    const meant = all.filter(
      (each) => (team === undefined || each.team === team) && each.startedAt.getTime() <= until,
    );
    const world = emptyWorld(tx.now);
    for (const { id, state } of meant) {
      const step = escalate(state, { kind: 'stopped' }, world);
      if (step.state === state) continue;
      await saveState(tx, id, step.state);
      tx.cancelTimer(timerKey(id));
    }
    const closed = await closeUnwanted(tx, incidentId, { by: by ?? null, why });
    await cancelDeliveries(tx, closed, why);
    tx.changed('pages');
    tx.changed(`incident:${incidentId}`);
  });
}
