import { AppError, inTransaction, notFound, seal, type Ctx } from '#platform';
import { audit } from '../audit/append.ts';
import { requireFresh } from '../permit.ts';
import { notKept } from '../secret-answer.ts';
import { seatOf, type Seat } from '../sessions/authenticate.ts';
import { permitOn } from '../sessions/manage.ts';
import {
  countCode,
  forgetCode,
  newRecoveryCodes,
  newTotpSecret,
  stepOfCode,
  totpOf,
  totpPurpose,
  wrongCode,
} from './code.ts';
import {
  confirmTotp,
  deleteTotp,
  lockTotp,
  noteTotpStep,
  storeRecoveryCodes,
  storeTotp,
  totpSince,
} from './totp-store.ts';

/** The person in front of a browser, freshly signed in; what they are known by changes for nobody else. */
export function ownSeat(ctx: Ctx): Seat {
  const seat = seatOf(ctx.actor);
  if (!seat) throw new AppError('forbidden', 'This is done by a person, signed in with a browser.');
  requireFresh(ctx);
  return seat;
}

/** A new secret for the authenticator app; it is asked for once a first code was right. Refuses while there is one. */
export async function beginAuthenticator(ctx: Ctx): Promise<{ secret: string; uri: string }> {
  const { person } = ownSeat(ctx).session;
  const secret = newTotpSecret();
  const sealed = await seal(ctx.env, secret, totpPurpose(person));
  return inTransaction(notKept(ctx), async (tx) => {
    if ((await lockTotp(tx.db, person))?.confirmedAt)
      throw new AppError('conflict', 'You have an authenticator already. Remove it first.');
    await storeTotp(tx.db, { person, secret: sealed, now: tx.now });
    return { secret, uri: totpOf(secret, person).toString() };
  });
}

/** From now on a code is asked for beside the password. Gives the recovery codes, here and never again. */
export async function confirmAuthenticator(
  ctx: Ctx,
  { code }: { code: string },
): Promise<{ recoveryCodes: string[] }> {
  const { session, address } = ownSeat(ctx);
  const { person } = session;
  await countCode(ctx, person, address);
  const made = await inTransaction(notKept(ctx), async (tx) => {
    if ((await lockTotp(tx.db, person))?.confirmedAt)
      throw new AppError('conflict', 'You have an authenticator already.');
    const step = await stepOfCode(tx, person, code);
    if (step === null) throw wrongCode();
    await noteTotpStep(tx.db, person, step);
    await confirmTotp(tx.db, person, tx.now);
    const { codes, hashes } = newRecoveryCodes(person);
    await storeRecoveryCodes(tx.db, { person, hashes, now: tx.now });
    audit(tx, { action: 'account.authenticator-added', subject: `Person/${person}` });
    tx.changed('admin');
    return { recoveryCodes: codes };
  });
  await forgetCode(ctx, person, address);
  return made;
}

/** New recovery codes in place of the old ones. */
export async function renewRecoveryCodes(ctx: Ctx): Promise<{ recoveryCodes: string[] }> {
  const { person } = ownSeat(ctx).session;
  return inTransaction(notKept(ctx), async (tx) => {
    if ((await totpSince(tx.db, person)) === null) throw notFound('The authenticator');
    const { codes, hashes } = newRecoveryCodes(person);
    await storeRecoveryCodes(tx.db, { person, hashes, now: tx.now });
    audit(tx, { action: 'account.recovery-codes-renewed', subject: `Person/${person}` });
    tx.changed('admin');
    return { recoveryCodes: codes };
  });
}

/** No code is asked for any more: one's own, or with the right to manage identity, for somebody who lost theirs. */
export async function removeAuthenticator(
  ctx: Ctx,
  { person }: { person: string },
): Promise<Record<string, never>> {
  permitOn(ctx, person, { ability: 'identity.manage', what: `The authenticator of ${person}` });
  requireFresh(ctx);
  return inTransaction(ctx, async (tx) => {
    if (!(await deleteTotp(tx.db, person))) throw notFound(`The authenticator of ${person}`);
    audit(tx, { action: 'account.authenticator-removed', subject: `Person/${person}` });
    tx.changed('admin');
    return {};
  });
}
