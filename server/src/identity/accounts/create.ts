import type { Role } from '@fieldmarshal/contract';
import type { Account } from '@fieldmarshal/contract/identity';
import { AppError, assert, inTransaction, type Ctx } from '#platform';
import { permit } from '../permit.ts';
import { ensureAccount } from './ensure.ts';
import { showAccount } from './show.ts';
import { findAccount } from './store.ts';

interface NewAccount {
  readonly person: string;
  readonly email: string | null;
  readonly displayName: string;
  readonly roles: readonly Role[];
}

/** Lets in somebody who is no Person of the catalog. Refuses a name that has an account. */
export async function createAccount(ctx: Ctx, input: NewAccount): Promise<Account> {
  permit(ctx, 'identity.manage');
  return inTransaction(ctx, async (tx) => {
    if (await findAccount(tx.db, input.person)) {
      throw new AppError('conflict', `There is an account called ${input.person} already.`, {
        faults: [{ path: 'person', message: 'has an account already' }],
      });
    }
    await ensureAccount(tx, input);
    const account = await findAccount(tx.db, input.person);
    assert(account, 'the account was made above');
    return showAccount(account);
  });
}
