import { actorName } from '@fieldmarshal/contract';
import { audit, permit } from '#identity';
import { inTransaction, type Ctx } from '#platform';
import type { EventMapping } from '../core/event-reading.ts';
import { findMapping, listMappings, saveMapping } from '../store/mapping-store.ts';

export async function readMappings(ctx: Ctx): Promise<{ items: Awaited<ReturnType<typeof listMappings>> }> {
  permit(ctx, 'signal.read');
  return { items: await listMappings(ctx.env.databases[ctx.pool]) };
}

interface Wanted {
  readonly integration: string;
  readonly mapping: EventMapping | null;
}

/** Says how the plain JSON of an integration is to be read from now on; what was kept can then be replayed. */
export async function setMapping(ctx: Ctx, { integration, mapping }: Wanted): Promise<Wanted> {
  permit(ctx, 'signal.replay');
  await inTransaction(ctx, async (tx) => {
    const before = await findMapping(tx.db, integration);
    await saveMapping(tx, integration, { mapping, by: actorName(ctx.actor) });
    audit(tx, { action: 'event-mapping.set', subject: `integration/${integration}`, before, after: mapping });
  });
  return { integration, mapping };
}
