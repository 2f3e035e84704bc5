import type { Role } from '@fieldmarshal/contract';
import type { Account } from '@fieldmarshal/contract/identity';
import { AppError, inTransaction, notFound, type Ctx } from '#platform';
import { permit } from '../permit.ts';
import { ensureAccount } from './ensure.ts';
import { showAccount } from './show.ts';
import { lockAccount } from './store.ts';

/** Changes what somebody may do, from their next request on. Refuses where a catalog file decides it. */
export async function setRoles(
  ctx: Ctx,
  { person, roles }: { person: string; roles: readonly Role[] },
): Promise<Account> {
  permit(ctx, 'identity.manage');
  return inTransaction(ctx, async (tx) => {
    const account = await lockAccount(tx.db, person);
    if (!account) throw notFound(`The account ${person}`);
    if (account.managedBy !== null) {
      throw new AppError(
        'refused',
        `The roles of ${person} come from ${account.managedBy}. Change them there.`,
      );
    }
    await ensureAccount(tx, { ...account, roles });
    return showAccount({ ...account, roles: [...new Set(roles)] });
  });
}
