import type { Severity } from '@fieldmarshal/contract';
import { isOver, pageByHand, startEscalation, stopEscalations } from '#oncall';
import { inTransaction, type Ctx } from '#platform';
import { storeDelegation } from './store.ts';
import { dueTask, timerKey } from './task.ts';

type Kept = Parameters<typeof storeDelegation>[1];

/** Keeps what a log says of a delegation for the team's record, with a timer as long as nobody has taken it over. */
export async function keepDelegation(ctx: Ctx, given: Kept): Promise<void> {
  await inTransaction(ctx, async (tx) => {
    await storeDelegation(tx, given);
    const { incidentId, seq } = given;
    const key = timerKey(incidentId, seq);
    if (given.state === 'waiting')
      tx.setTimer(dueTask, { key, payload: { incidentId }, dueAt: new Date(given.due) });
    else tx.cancelTimer(key);
    tx.changed('delegations');
  });
}

interface Returned {
  readonly incidentId: string;
  readonly team: string;
  readonly title: string;
  readonly severity: Severity | null;
  readonly state: Kept['state'];
  readonly how: Kept['how'];
  readonly note: string;
  /** Who leads it, where somebody does. */
  readonly fieldMarshal: string | null;
  readonly by: string;
  readonly dueAt: string;
}

/**
 * Once a team has taken it over it is paged no more. Once it is back, the Field Marshal of the incident is paged, or whoever the default
 * policy pages where it has none. Not where somebody took it back or opened it again: they know, and opening again pages by itself; nor where it
 * has ended since.
 */
export async function pageOnReturn(ctx: Ctx, given: Returned): Promise<void> {
  const { incidentId, team, title, severity, state, how, note, fieldMarshal, by, dueAt } = given;
  await inTransaction(ctx, async (tx) => {
    const within = { ...ctx, within: tx };
    if (state === 'accepted')
      return stopEscalations(within, { incidentId, team, why: `${team} has taken it over` });
    if (state !== 'returned' || how === 'reopened' || (await isOver(tx, incidentId))) return;
    await stopEscalations(within, { incidentId, team, why: `${incidentId} is back with the Field Marshal` });
    if (how === 'recalled') return;
    const reason =
      how === 'late'
        ? `Team ${team} did not take it over in time`
        : `Team ${team} gave it back, says ${by}: ${note}`;
    if (fieldMarshal !== null) {
      await pageByHand(within, { id: incidentId, person: fieldMarshal, reason });
      return;
    }
    await stopEscalations(within, { incidentId, team: null, why: reason });
    await startEscalation(within, { incidentId, team: null, policy: null, reason, title, severity, dueAt });
  });
}
