import type { RoomRunbooks } from '@fieldmarshal/contract/knowledge';
import { readCatalog } from '#catalog';
import { audit, permit } from '#identity';
import { getIncident } from '#incidents';
import { actorKey, inTransaction, notFound, type Ctx } from '#platform';
import { storeAnswer } from '../store.ts';
import { readRoomRunbooks } from './room-runbooks.ts';

interface Input {
  readonly id: string;
  readonly name: string;
  readonly helped: boolean | null;
}

/** Somebody says whether a runbook helped in an incident; null takes that back. Throws not-found for an unknown incident or runbook. */
export async function answerRunbook(ctx: Ctx, { id, name, helped }: Input): Promise<RoomRunbooks> {
  permit(ctx, 'incident.note');
  const [incident, catalog] = await Promise.all([getIncident(ctx, { id }), readCatalog(ctx.env)]);
  if (catalog.get('Runbook', name) === undefined) throw notFound(`The runbook ${name}`);
  const by = actorKey(ctx.actor);
  await inTransaction(ctx, async (tx) => {
    await storeAnswer(tx, { incidentId: id, runbook: name, by, product: incident.product, helped });
    audit(tx, { action: 'runbook.answer', subject: `incident/${id}`, after: { runbook: name, helped } });
    tx.changed(`incident:${id}`);
  });
  return readRoomRunbooks(ctx, { id });
}
