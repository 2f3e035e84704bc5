import type { Severity } from '@fieldmarshal/contract';
import { getIncident } from '#incidents';
import {
  acknowledgeEscalations,
  isOver,
  pageByHand,
  startAfresh,
  startEscalation,
  stopEscalations,
} from '#oncall';
import { inTransaction, type Ctx } from '#platform';
import { storeDelegation } from './store.ts';
import { dueTask, timerKey } from './task.ts';

type Kept = Parameters<typeof storeDelegation>[1];

/** Keeps what a log says of a delegation for the team's record, with a timer as long as nobody has taken it over. */
export async function keepDelegation(ctx: Ctx, given: Kept): Promise<void> {
  await inTransaction(ctx, async (tx) => {
    const state = await storeDelegation(tx, given);
    const { incidentId, seq } = given;
    const key = timerKey(incidentId, seq);
    if (state === 'waiting')
      tx.setTimer(dueTask, { key, payload: { incidentId }, dueAt: new Date(given.due) });
    else tx.cancelTimer(key);
    tx.changed('delegations');
  });
}

interface Returned {
  readonly incidentId: string;
  /** Of the entry that gave it. */
  readonly seq: number;
  readonly team: string;
  readonly title: string;
  readonly severity: Severity | null;
  readonly state: Kept['state'];
  readonly how: Kept['how'];
  readonly note: string;
  /** Who leads it, where somebody does. */
  readonly fieldMarshal: string | null;
  readonly by: string;
  /** Who did it, where it is a person. */
  readonly byPerson: string | null;
  readonly dueAt: string;
}

/**
 * A team that has taken it over has acknowledged: it is paged no more, unless nobody does anything for as long as its policy says. Once
 * it is back, that is over, and the Field Marshal of the incident is paged, or whoever the default policy pages where it has none. Not
 * where somebody took it back or opened it again: they know, and opening again pages by itself; nor where it has ended since, or has been
 * given to a team again: a team that has it anew goes on being paged.
 */
export async function pageOnReturn(ctx: Ctx, given: Returned): Promise<void> {
  const { incidentId, team, title, severity, state, how, note, fieldMarshal, by, byPerson, dueAt } = given;
  await inTransaction(ctx, async (tx) => {
    const within = { ...ctx, within: tx };
    const { delegation: now } = await getIncident(within, { id: incidentId });
    const isGivenAnew = now !== null && now.seq !== given.seq;
    if (state === 'accepted') {
      if (isGivenAnew || now?.state !== 'accepted') return;
      const why = `${team} has taken it over`;
      return acknowledgeEscalations(within, { incidentId, teams: [team], why, byPerson });
    }
    if (state !== 'returned' || how === 'reopened' || (await isOver(tx, incidentId))) return;
    if (isGivenAnew && now.team === team) return;
    const why = `${incidentId} is back with the Field Marshal`;
    await stopEscalations(within, { incidentId, teams: [team], why });
    if (how === 'recalled' || isGivenAnew) return;
    const reason =
      how === 'late'
        ? `Team ${team} did not take it over in time`
        : `Team ${team} gave it back, says ${by}: ${note}`;
    if (fieldMarshal !== null) {
      await pageByHand(within, { id: incidentId, person: fieldMarshal, reason });
      return;
    }
    await stopEscalations(within, { incidentId, teams: [null], why: reason });
    await startEscalation(within, { incidentId, team: null, policy: null, reason, title, severity, dueAt });
  });
}

interface Given extends Engaged {
  /** Of the entry that gave it. */
  readonly seq: number;
}

/** Pages the team that was given an incident alone, also one that has answered a page of it before; unless that is no longer so. */
export async function pageGivenTeam(ctx: Ctx, given: Given): Promise<void> {
  await inTransaction(ctx, async (tx) => {
    const within = { ...ctx, within: tx };
    const { delegation } = await getIncident(within, { id: given.incidentId });
    if (delegation?.seq !== given.seq || delegation.state !== 'waiting') return;
    await startAfresh(within, { ...given, policy: null, why: `${given.team} was given it again` });
  });
}

interface Engaged {
  readonly incidentId: string;
  readonly team: string;
  readonly title: string;
  readonly severity: Severity | null;
  readonly reason: string;
  /** When it was asked for (ISO 8601). */
  readonly dueAt: string;
}

/** Pages a team that was asked for, unless it has taken over since what it was asked for, or has given it back. */
export async function pageTeam(ctx: Ctx, engaged: Engaged): Promise<void> {
  await inTransaction(ctx, async (tx) => {
    const within = { ...ctx, within: tx };
    const { delegation } = await getIncident(within, { id: engaged.incidentId });
    const hasAnswered =
      delegation?.team === engaged.team && delegation.endedAt !== null && delegation.endedAt >= engaged.dueAt;
    if (!hasAnswered) await startEscalation(within, { ...engaged, policy: null });
  });
}
