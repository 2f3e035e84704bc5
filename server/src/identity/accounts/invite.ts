import { AppError, inTransaction, notFound, type Ctx } from '#platform';
import { audit } from '../audit/append.ts';
import { permit } from '../permit.ts';
import { baseUrl } from '../base-url.ts';
import { notKept } from '../secret-answer.ts';
import { makeSignInLink } from '../sessions/links/link.ts';
import { lockAccount } from './store.ts';

/** Makes a one-time link with which the person signs in and chooses a password, also where they forgot theirs. */
export async function invite(
  ctx: Ctx,
  { person }: { person: string },
): Promise<{ link: string; expiresAt: string }> {
  permit(ctx, 'identity.manage');
  return inTransaction(notKept(ctx), async (tx) => {
    const account = await lockAccount(tx.db, person);
    if (!account) throw notFound(`The account ${person}`);
    if (account.disabledAt !== null)
      throw new AppError('refused', `The account ${person} is disabled. Enable it first.`);
    const { path, expiresAt } = await makeSignInLink(tx, person);
    audit(tx, { action: 'account.invited', subject: `Person/${person}`, after: { expiresAt } });
    tx.changed('admin');
    return { link: `${baseUrl(ctx.env.config)}${path}`, expiresAt: expiresAt.toISOString() };
  });
}
