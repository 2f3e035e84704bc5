import { actorName } from '@fieldmarshal/contract';
import type { UnparsedSignal } from '@fieldmarshal/contract/signals';
import { audit, permit } from '#identity';
import { inTransaction, notFound, type Ctx } from '#platform';
import { idBefore, pageOf, rowId } from '../paging.ts';
import {
  findUnparsed,
  listUnparsedRows,
  settleUnparsed,
  type StoredUnparsed,
  type UnparsedQuery,
} from '../store/unparsed-store.ts';

interface OnUnparsed {
  readonly id: string;
}

type ListInput = Omit<UnparsedQuery, 'before'> & { readonly cursor?: string | undefined };

export async function listUnparsed(
  ctx: Ctx,
  { cursor, limit, ...query }: ListInput,
): Promise<{ items: UnparsedSignal[]; nextCursor: string | null }> {
  permit(ctx, 'signal.read');
  const before = idBefore(cursor);
  const rows = await listUnparsedRows(ctx.env.databases[ctx.pool], { ...query, before, limit: limit + 1 });
  return pageOf(
    rows.map((row) => unparsedView(row)),
    limit,
  );
}

export async function getUnparsed(
  ctx: Ctx,
  { id }: OnUnparsed,
): Promise<UnparsedSignal & { body: string; headers: Record<string, string> }> {
  permit(ctx, 'signal.read');
  const signal = await mustFindUnparsed(ctx, id);
  return { ...unparsedView(signal), body: signal.body, headers: { ...signal.headers } };
}

/** Puts it aside for good; it stays to be seen. */
export async function dismissUnparsed(ctx: Ctx, { id }: OnUnparsed): Promise<UnparsedSignal> {
  permit(ctx, 'signal.replay');
  const before = await mustFindUnparsed(ctx, id);
  await inTransaction(ctx, async (tx) => {
    if (await settleUnparsed(tx, before.id, { to: 'dismissed', by: actorName(ctx.actor) }))
      audit(tx, { action: 'unparsed-signal.dismissed', subject: `unparsed-signal/${id}` });
    tx.changed('alerts');
  });
  return unparsedView(await mustFindUnparsed(ctx, id));
}

export async function mustFindUnparsed(ctx: Ctx, id: string): Promise<StoredUnparsed> {
  const row = rowId(id);
  const signal = row === null ? null : await findUnparsed(ctx.env.databases[ctx.pool], row);
  if (!signal) throw notFound(`Unparsed signal ${id}`);
  return signal;
}

function unparsedView(signal: StoredUnparsed): UnparsedSignal {
  return {
    id: String(signal.id),
    integration: { ...signal.integration },
    endpoint: signal.endpoint,
    contentType: signal.contentType,
    reason: signal.reason,
    state: signal.state,
    receivedAt: signal.receivedAt.toISOString(),
    settledAt: signal.settledAt?.toISOString() ?? null,
    settledBy: signal.settledBy,
    excerpt: signal.body.slice(0, 200).toWellFormed(),
  };
}
