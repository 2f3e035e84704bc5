import type { Account } from '@fieldmarshal/contract/identity';
import type { Ctx } from '#platform';
import { permit } from '../permit.ts';
import { showAccount } from './show.ts';
import { listAccounts as load } from './store.ts';

/** Accounts by name, all or those that `q` is a part of; the cursor is the last name of the page before. */
export async function listAccounts(
  ctx: Ctx,
  { limit, cursor, q }: { limit: number; cursor?: string | undefined; q?: string | undefined },
): Promise<{ items: Account[]; nextCursor: string | null }> {
  permit(ctx, 'identity.read');
  const rows = await load(ctx.env.databases[ctx.pool], {
    after: cursor ?? '',
    part: q ?? '',
    limit: limit + 1,
  });
  const items = rows.slice(0, limit);
  return {
    items: items.map(showAccount),
    nextCursor: rows.length > limit ? (items.at(-1)?.person ?? null) : null,
  };
}
