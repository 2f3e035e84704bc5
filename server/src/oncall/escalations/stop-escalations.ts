import { cancelDeliveries } from '#delivery';
import { inTransaction, type Ctx, type Tx } from '#platform';
import { escalate, nextAt } from '../core/escalation/escalate.ts';
import { setStepTimer } from '../jobs.ts';
import { closeUnwanted, isOnlyShadow } from '../pages/page-store.ts';
import { emptyWorld } from '../roster/roster.ts';
import {
  escalationsOf,
  lockPaging,
  newestOfScopes,
  saveState,
  wasReopenedAfter,
  type StoredEscalation,
} from '../store.ts';

export interface StopEscalations {
  readonly incidentId: string;
  /** Only these teams' (`null`: those of the incident as a whole); left out: all of the incident. */
  readonly teams?: readonly (string | null)[];
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
    for (const escalation of await meantBy(tx, stop)) await take(tx, escalation, 'stopped');
    await closePages(tx, stop);
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
    await acknowledgeEach(tx, stop.incidentId, await meantBy(tx, stop));
    await closePages(tx, stop);
  });
}

/**
 * Somebody has answered what these escalations ask. Of those that asked the same people one after another the last one is acknowledged
 * and waits for its time-out; the others are over. Under the paging lock of the incident.
 */
export async function acknowledgeEach(
  tx: Tx,
  incidentId: string,
  answered: readonly StoredEscalation[],
): Promise<void> {
  const newest = new Set(newestOfScopes(await escalationsOf(tx.db, incidentId)).map(({ id }) => id));
  for (const escalation of answered)
    await take(tx, escalation, newest.has(escalation.id) ? 'acknowledged' : 'stopped');
}

async function meantBy(tx: Tx, { incidentId, teams, at }: StopEscalations): Promise<StoredEscalation[]> {
  const all = await escalationsOf(tx.db, incidentId);
  const until =
    at !== undefined && (await wasReopenedAfter(tx, incidentId, at)) ? new Date(at).getTime() : Infinity;
  return all.filter(
    (each) => (teams === undefined || teams.includes(each.team)) && each.startedAt.getTime() <= until,
  );
}

async function take(
  tx: Tx,
  { id, incidentId, state }: StoredEscalation,
  kind: 'stopped' | 'acknowledged',
): Promise<void> {
  const next = escalate(state, { kind }, emptyWorld(tx.now)).state;
  if (next === state) return;
  await saveState(tx, id, next);
  setStepTimer(tx, { escalationId: id, incidentId }, nextAt(next));
}

async function closePages(tx: Tx, { incidentId, why, by }: StopEscalations): Promise<void> {
  const closed = await closeUnwanted(tx, incidentId, { by: by ?? null, why });
  await cancelDeliveries(tx, closed, why);
  tx.changed('pages');
  tx.changed(`incident:${incidentId}`);
}
