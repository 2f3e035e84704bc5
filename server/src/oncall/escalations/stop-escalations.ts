import { cancelDeliveries } from '#delivery';
import { inTransaction, type Ctx, type Tx } from '#platform';
import { escalate, nextAt } from '../core/escalation/escalate.ts';
import { setStepTimer } from '../jobs.ts';
import { closeUnwanted, isOnlyShadow } from '../pages/page-store.ts';
import { emptyWorld } from '../roster/roster.ts';
import { escalationsOf, lockPaging, saveState, wasReopenedAfter, type StoredEscalation } from '../store.ts';

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
}

interface AcknowledgeEscalations extends StopEscalations {
  /** Who acknowledged: what somebody says who only shadows stops nothing. */
  readonly byPerson: string | null;
}

/** Ends every escalation of an incident: after the commit nothing more is sent. Harmless where none runs. */
export async function stopEscalations(ctx: Ctx, stop: StopEscalations): Promise<void> {
  await inTransaction(ctx, async (tx) => {
    await lockPaging(tx, stop.incidentId);
    await end(tx, stop, () => 'stopped');
  });
}

/**
 * The same for an incident that somebody has acknowledged, by a page or in its room. Where the policy has a time-out for that, paging
 * begins anew when nobody does anything on it for so long.
 */
export async function acknowledgeEscalations(
  ctx: Ctx,
  { byPerson, ...stop }: AcknowledgeEscalations,
): Promise<void> {
  await inTransaction(ctx, async (tx) => {
    await lockPaging(tx, stop.incidentId);
    if (byPerson !== null && (await isOnlyShadow(tx.db, stop.incidentId, byPerson))) return;
    const scopes = new Set<string>();
    await end(tx, stop, ({ scope }) => {
      // Of those that asked the same people one after another only the last one waits for the time-out.
      if (scopes.has(scope)) return 'stopped';
      scopes.add(scope);
      return 'acknowledged';
    });
  });
}

type How = (escalation: StoredEscalation) => 'stopped' | 'acknowledged';

/** Asks how about each that is meant, the last one that was started first. Under the paging lock of the incident. */
async function end(tx: Tx, { incidentId, team, why, by, at }: StopEscalations, how: How): Promise<void> {
  const all = await escalationsOf(tx.db, incidentId);
  const until =
    at !== undefined && (await wasReopenedAfter(tx, incidentId, at)) ? new Date(at).getTime() : Infinity;
  const meant = all
    .filter((each) => (team === undefined || each.team === team) && each.startedAt.getTime() <= until)
    .toSorted((a, b) => b.startedAt.getTime() - a.startedAt.getTime());
  const world = emptyWorld(tx.now);
  for (const escalation of meant) {
    const { id, state } = escalation;
    const next = escalate(state, { kind: how(escalation) }, world).state;
    if (next === state) continue;
    await saveState(tx, id, next);
    setStepTimer(tx, { escalationId: id, incidentId }, nextAt(next));
  }
  const closed = await closeUnwanted(tx, incidentId, { by: by ?? null, why });
  await cancelDeliveries(tx, closed, why);
  tx.changed('pages');
  tx.changed(`incident:${incidentId}`);
}
