import type { RcaFlag, RcaModelCard } from '@fieldmarshal/contract/rca';
import { audit, permit } from '#identity';
import { getIncident } from '#incidents';
import { inTransaction, type Ctx } from '#platform';
import { cardOf } from '../core/card.ts';
import { loadFlag, loadFlags, loadJudged, type Which } from '../store/flag-store.ts';
import { forgetLearnt, loadModel } from '../store/model-store.ts';

export async function listRcaFlags(
  ctx: Ctx,
  { which }: { readonly which: Which },
): Promise<{ items: RcaFlag[] }> {
  permit(ctx, 'rca.read');
  return { items: await loadFlags(ctx.env.databases[ctx.pool], which) };
}

/** Null while an incident is not over, or was not looked at. Throws not-found for an unknown one. */
export async function readRcaFlag(
  ctx: Ctx,
  { id }: { readonly id: string },
): Promise<{ flag: RcaFlag | null }> {
  permit(ctx, 'rca.read');
  await getIncident(ctx, { id });
  return { flag: await loadFlag(ctx.env.databases[ctx.pool], id) };
}

export async function readRcaModel(ctx: Ctx): Promise<RcaModelCard> {
  permit(ctx, 'rca.read');
  const db = ctx.env.databases[ctx.pool];
  const judged = await loadJudged(db);
  const { model, at } = await loadModel(db, judged);
  const closed = await db
    .selectFrom('rca_flag')
    .select(({ fn }) => fn.countAll<string>().as('n'))
    .executeTakeFirst();
  return {
    ...cardOf(model, judged),
    reweighed: at !== null,
    changedAt: at?.toISOString() ?? null,
    closedIncidents: Number(closed?.n ?? 0),
  };
}

export async function resetRcaModel(ctx: Ctx): Promise<RcaModelCard> {
  permit(ctx, 'rca.reset');
  await inTransaction(ctx, async (tx) => {
    await forgetLearnt(tx);
    audit(tx, { action: 'rca.reset', subject: 'rca-model', after: {} });
    tx.changed('rca');
  });
  return readRcaModel(ctx);
}
