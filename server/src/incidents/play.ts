import { randomUUID } from 'node:crypto';
import { foldEvents, type Incident, type StoredEvent, type Who } from '@fieldmarshal/contract/incidents';
import { audit, permit } from '#identity';
import { AppError, inTransaction, type Ctx, type Tx } from '#platform';
import { requireIncident } from './execute.ts';
import { appendEvents } from './store.ts';

/** Something that is played, by who is said to have done it. */
export interface PlayedEntry {
  readonly voice: Who;
  readonly event: Pick<StoredEvent, 'type' | 'version' | 'data'>;
}

/**
 * Writes what a script says into the log of a drill, as it is: nothing is decided, and no other domain is told, so that nobody is paged
 * and nothing is sent because of it. Refuses an incident that is no drill. For training.
 */
export async function playIntoDrill(
  ctx: Ctx,
  { incidentId, entries }: { readonly incidentId: string; readonly entries: readonly PlayedEntry[] },
): Promise<Incident> {
  permit(ctx, 'incident.link');
  return inTransaction(ctx, async (tx) => {
    const before = await requireIncident(tx, incidentId, true);
    if (!before.drill) throw new AppError('refused', `${incidentId} is no drill.`);
    if (entries.length === 0) return before;
    const events = entries.map((entry, index) => placed(tx, before, { entry, index }));
    const after = foldEvents(events, before);
    if (after === null || after.seq !== before.seq + events.length)
      throw new Error(`the fold of ${incidentId} did not take all that was played`);
    await appendEvents(tx.db, { before, after, events });
    audit(tx, {
      action: 'incident.played',
      subject: incidentId,
      after: events.map(({ seq, type }) => ({ seq, type })),
    });
    tx.changed(`incident:${incidentId}`);
    tx.changed('incidents');
    return after;
  });
}

function placed(
  tx: Tx,
  before: Incident,
  { entry, index }: { readonly entry: PlayedEntry; readonly index: number },
): StoredEvent {
  const now = tx.now.toISOString();
  return {
    incidentId: before.id,
    seq: before.seq + 1 + index,
    id: randomUUID(),
    at: before.changedAt > now ? before.changedAt : now,
    actor: entry.voice,
    ...entry.event,
  };
}
