import { AppError, inTransaction, type Ctx } from '#platform';
import { audit } from '../audit/append.ts';
import { breachFault } from '../core/breached-password.ts';
import { passwordFault } from '../core/password-rule.ts';
import { seatOf } from '../sessions/authenticate.ts';
import { countAttempt, forgetAttempts } from '../sessions/attempts.ts';
import { lockCredentials, credentialsFor, storePassword } from '../sessions/credentials.ts';
import { deleteLinksOf } from '../sessions/links/link-store.ts';
import { breachedPasswords } from './breached-passwords.ts';
import { hashPassword, verifyPassword } from './password.ts';
import { endOtherSessions } from '../sessions/session-rows.ts';
import type { StoredSession } from '../sessions/store.ts';

/**
 * The same for the browser that asks through the API. A token cannot: whoever holds one must not be able to shut its person out.
 */
export async function changePassword(
  ctx: Ctx,
  { current, password }: Pick<Choice, 'current' | 'password'>,
): Promise<Record<string, never>> {
  const seat = seatOf(ctx.actor);
  if (!seat)
    throw new AppError('forbidden', 'A password is changed by its person, signed in with a browser.');
  await choosePassword(ctx, { ...seat, current, password });
  return {};
}

interface Choice {
  readonly session: StoredSession;
  readonly address: string;
  readonly password: string;
  /** The password until now; not asked for shortly after signing in with a link. */
  readonly current: string;
}

/**
 * Sets the password of the signed-in person and ends their other sessions and links. Refuses a weak one, one
 * that breaches have made known, and a wrong old one.
 */
export async function choosePassword(ctx: Ctx, choice: Choice): Promise<void> {
  const { session, password } = choice;
  const db = ctx.env.databases.web;
  const before = await credentialsFor(db, session.person);
  if (!before) throw new AppError('unauthenticated', 'Please sign in.');
  if (!session.mayChoosePassword) await checkCurrent(ctx, choice, before.passwordHash);
  const fault = passwordFault(password, before) ?? breachFault(password, await breachedPasswords());
  if (fault !== null)
    throw new AppError('invalid', fault, { faults: [{ path: 'password', message: fault }] });
  const hash = await hashPassword(password);
  await inTransaction(ctx, async (tx) => {
    const now = await lockCredentials(tx.db, session.person);
    if (now?.passwordHash !== before.passwordHash)
      throw new AppError('conflict', 'The password was changed elsewhere at this moment.');
    await storePassword(tx.db, { person: session.person, hash, now: tx.now });
    await endOtherSessions(tx.db, { person: session.person, keep: session.id });
    await deleteLinksOf(tx.db, session.person);
    audit(tx, { action: 'account.password-changed', subject: `Person/${session.person}` });
  });
}

async function checkCurrent(
  ctx: Ctx,
  { session, current, address }: Choice,
  hash: string | null,
): Promise<void> {
  const attempt = { account: `password of ${session.person}`, address };
  await countAttempt(ctx.env.databases.web, attempt);
  if (!(await verifyPassword(current, hash)))
    throw new AppError('refused', 'The current password is not right.', {
      faults: [{ path: 'current', message: 'is not right' }],
    });
  await forgetAttempts(ctx.env.databases.web, attempt);
}
