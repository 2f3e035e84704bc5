import type { Account } from '@fieldmarshal/contract/identity';
import { AppError, inTransaction, notFound, type Ctx, type Tx } from '#platform';
import { audit } from '../audit/append.ts';
import { permit } from '../permit.ts';
import { deleteLinksOf } from '../sessions/link-store.ts';
import { deleteSessionsOf } from '../sessions/session-rows.ts';
import { forgetTokens } from '../tokens/authenticate.ts';
import { keepAnAdmin } from './assign.ts';
import { showAccount } from './show.ts';
import { lockAccount, setDisabled, type Account as Stored } from './store.ts';

/** Shuts somebody out: their sessions end with the commit, their tokens with it here and within 2 s elsewhere. Refuses oneself and the last administrator. */
export async function disableAccount(ctx: Ctx, { person }: { person: string }): Promise<Account> {
  permit(ctx, 'identity.manage');
  if (ctx.actor.kind === 'person' && ctx.actor.person === person)
    throw new AppError('refused', 'You cannot shut yourself out. Ask another administrator.');
  return inTransaction(ctx, async (tx) => {
    const account = await lockAccount(tx.db, person);
    if (!account) throw notFound(`The account ${person}`);
    return showAccount(await shutOut(tx, account));
  });
}

async function shutOut(tx: Tx, account: Stored): Promise<Stored> {
  if (account.disabledAt !== null) return account;
  if (account.roles.includes('admin')) await keepAnAdmin(tx, account.person);
  await setDisabled(tx.db, account.person, tx.now);
  await deleteSessionsOf(tx.db, account.person);
  await deleteLinksOf(tx.db, account.person);
  audit(tx, { action: 'account.disabled', subject: `Person/${account.person}` });
  tx.changed('admin');
  tx.afterCommit(() => forgetTokens(tx.ctx.env));
  return { ...account, disabledAt: tx.now };
}

/** Lets somebody in again, with their password and tokens as they were; what was signed in stays ended. */
export async function enableAccount(ctx: Ctx, { person }: { person: string }): Promise<Account> {
  permit(ctx, 'identity.manage');
  return inTransaction(ctx, async (tx) => {
    const account = await lockAccount(tx.db, person);
    if (!account) throw notFound(`The account ${person}`);
    if (account.disabledAt === null) return showAccount(account);
    await setDisabled(tx.db, person, null);
    audit(tx, { action: 'account.enabled', subject: `Person/${person}` });
    tx.changed('admin');
    tx.afterCommit(() => forgetTokens(tx.ctx.env));
    return showAccount({ ...account, disabledAt: null });
  });
}
