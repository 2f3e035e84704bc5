import { permit } from '#identity';
import { getIncident } from '#incidents';
import { inTransaction, type Ctx, type Tx } from '#platform';
import { summarise } from '../core/summary/summarise.ts';
import { readIncident } from '../read-incident.ts';
import { productNames } from './find-similar.ts';
import { documentsNaming, removeDocument, storeDocument } from './store.ts';

/** Keeps a resolved incident for those that will be like it; a drill is nothing to learn from. For a reaction. */
export async function rememberIncident(
  ctx: Ctx,
  { incidentId }: { readonly incidentId: string },
): Promise<void> {
  permit(ctx, 'incident.read');
  const { incident, record, catalog } = await readIncident(ctx, incidentId);
  const { slots } = summarise(record);
  await inTransaction(ctx, async (tx) => {
    if (incident.drill || incident.resolvedAt === null) return;
    await storeDocument(tx.db, {
      incidentId,
      title: incident.title,
      products: productNames(catalog, incident.product),
      startedAt: incident.declaredAt,
      resolvedAt: incident.resolvedAt,
      text: [incident.summary, ...record.entries.map(({ text }) => text)].join('\n'),
      // Beside "fixed by" it need not be said that this resolved it.
      fixed: (slots.done?.text ?? incident.resolution).replace(/^Resolved: /u, '').slice(0, 300),
      cause: slots.cause?.text ?? '',
    });
  });
}

/** An incident that came back is not over: what fixed it did not. Where it has ended once more by now it stays. For a reaction. */
export async function forgetIncident(
  ctx: Ctx,
  { incidentId }: { readonly incidentId: string },
): Promise<void> {
  permit(ctx, 'incident.read');
  await inTransaction(ctx, async (tx) => {
    const { resolvedAt } = await getIncident({ ...ctx, within: tx }, { id: incidentId });
    if (resolvedAt === null) await removeDocument(tx.db, incidentId);
  });
}

/** Takes out what is kept of incidents in which one of these texts stands, and says of which: they are to be remembered anew once it stands there no more. */
export async function forgetNaming(tx: Tx, texts: readonly string[]): Promise<string[]> {
  const incidents = await documentsNaming(tx.db, texts);
  for (const incidentId of incidents) await removeDocument(tx.db, incidentId);
  return incidents;
}
