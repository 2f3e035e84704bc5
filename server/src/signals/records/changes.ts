import type { Change, changeInput } from '@fieldmarshal/contract/signals/record';
import type { z } from 'zod';
import { audit, permit } from '#identity';
import { actorKey, inTransaction, type Ctx } from '#platform';
import { idBefore, pageOf } from '../paging.ts';
import { readRouting } from '../routing.ts';
import { listChangeRows, type ChangeQuery } from '../store/change-store.ts';
import { recordChanges } from './record-change.ts';

type ListInput = Omit<ChangeQuery, 'before'> & { readonly cursor?: string | undefined };

/** Deploys and other changes, newest received first. */
export async function listChanges(
  ctx: Ctx,
  { cursor, limit, ...query }: ListInput,
): Promise<{ items: Change[]; nextCursor: string | null }> {
  permit(ctx, 'change.read');
  const db = ctx.env.databases[ctx.pool];
  return pageOf(await listChangeRows(db, { ...query, before: idBefore(cursor), limit: limit + 1 }), limit);
}

/** Records a change that a person tells. */
export async function recordChange(ctx: Ctx, input: z.output<typeof changeInput>): Promise<Change> {
  permit(ctx, 'change.write');
  const { names } = await readRouting(ctx.env);
  const integration = { id: actorKey(ctx.actor), name: 'by hand' };
  return inTransaction(ctx, async (tx) => {
    const change = {
      source: 'api' as const,
      externalId: null,
      summary: input.summary,
      product: input.product ?? null,
      environment: input.environment ?? null,
      version: input.version ?? null,
      details: {},
      links: input.url === undefined ? [] : [{ url: input.url, title: 'More' }],
      at: input.at === undefined ? tx.now.getTime() : Date.parse(input.at),
    };
    await recordChanges(tx, { integration, names }, [change]);
    const [stored] = await listChangeRows(tx.db, { limit: 1 });
    if (stored === undefined) throw new Error('a change was recorded but cannot be read');
    audit(tx, { action: 'change.record', subject: `change:${stored.id}`, after: stored });
    return stored;
  });
}
