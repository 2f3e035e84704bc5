import type { Account } from '@fieldmarshal/contract/identity';
import { AppError, inTransaction, notFound, type Ctx, type Tx } from '#platform';
import { audit } from '../audit/append.ts';
import { accountShut } from '../facts.ts';
import { permit } from '../permit.ts';
import { deleteLinksOf } from '../sessions/links/link-store.ts';
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

/** Ends what the account could do, where it is open; somebody may be on call all the same, so others hear of it. Refuses the last administrator. */
export async function shutOut(tx: Tx, account: Stored): Promise<Stored> {
  if (account.disabledAt !== null) return account;
  const { person, displayName } = account;
  if (account.roles.includes('admin')) await keepAnAdmin(tx, person);
  await setDisabled(tx.db, person, tx.now);
  await deleteSessionsOf(tx.db, person);
  await deleteLinksOf(tx.db, person);
  audit(tx, { action: 'account.disabled', subject: `Person/${person}` });
  tx.emit(accountShut, person, { person, displayName });
  changed(tx);
  return { ...account, disabledAt: tx.now };
}

/** Lets somebody in again, with their password and tokens as they were; what was signed in stays ended. */
export async function enableAccount(ctx: Ctx, { person }: { person: string }): Promise<Account> {
  permit(ctx, 'identity.manage');
  return inTransaction(ctx, async (tx) => {
    const account = await lockAccount(tx.db, person);
    if (!account) throw notFound(`The account ${person}`);
    return showAccount(await letIn(tx, account));
  });
}

/** Opens the account where it is shut. */
export async function letIn(tx: Tx, account: Stored): Promise<Stored> {
  if (account.disabledAt === null) return account;
  await setDisabled(tx.db, account.person, null);
  audit(tx, { action: 'account.enabled', subject: `Person/${account.person}` });
  changed(tx);
  return { ...account, disabledAt: null };
}

function changed(tx: Tx): void {
  tx.changed('admin');
  tx.afterCommit(() => forgetTokens(tx.ctx.env));
}
