import { AppError, inTransaction, type Ctx } from '#platform';
import { audit } from '../audit/append.ts';
import { verifyPassword } from '../passwords/password.ts';
import { identitiesOf } from '../providers/identity-store.ts';
import { signInRules } from '../providers/sign-in-file.ts';
import { countAttempt, forgetAttempts } from '../sessions/attempts.ts';
import { seatOf, type Seat } from '../sessions/authenticate.ts';
import { credentialsFor } from '../sessions/credentials.ts';
import { noteConfirmed } from '../sessions/session-rows.ts';
import { countCode, forgetCode, takeCode, wrongCode } from './code.ts';
import { passkeysOf } from './passkey-store.ts';
import { totpSince } from './totp-store.ts';
import { askForPasskey, personOfPasskey, type PasskeyAnswer } from './use-passkey.ts';

/** By what the person in front of the browser can show once more who they are. */
export async function waysToConfirm(ctx: Ctx) {
  const { person } = seat(ctx).session;
  const db = ctx.env.databases.web;
  const credentials = await credentialsFor(db, person);
  const { providers } = await signInRules(ctx.env.config);
  const connected = new Set((await identitiesOf(db, person)).map(({ issuer }) => issuer));
  const hasPasskey = (await passkeysOf(db, person)).length > 0;
  return {
    person,
    password: credentials?.passwordHash != null,
    code: (await totpSince(db, person)) !== null,
    passkey: hasPasskey ? await askForPasskey(ctx.env) : null,
    providers: providers
      .filter(({ issuer }) => connected.has(issuer))
      .map(({ name, label }) => ({ name, label })),
    minutes: ctx.env.config.stepUpMinutes,
    fresh: seat(ctx).isFresh,
  };
}

interface Shown {
  readonly password: string;
  readonly code: string;
  readonly passkey?: PasskeyAnswer | undefined;
}

/** Counts the session as fresh after a passkey, or after the password and, where there is an authenticator, a code. */
export async function confirmSelf(ctx: Ctx, shown: Shown): Promise<Record<string, never>> {
  const { session, address } = seat(ctx);
  const { person } = session;
  const by = shown.passkey ? 'passkey' : 'password';
  if (!shown.passkey) await checkPassword(ctx, shown, { person, address });
  const needsCode = !shown.passkey && (await totpSince(ctx.env.databases.web, person)) !== null;
  if (needsCode) await countCode(ctx, person, address);
  await inTransaction({ ...ctx }, async (tx) => {
    if (shown.passkey && (await personOfPasskey(tx, shown.passkey)) !== person)
      throw new AppError('refused', 'That is the passkey of somebody else.');
    if (needsCode && (await takeCode(tx, person, shown.code)) === null) throw wrongCode();
    await noteConfirmed(tx.db, session.id, tx.now);
    audit(tx, {
      action: 'session.confirmed',
      subject: `Person/${person}`,
      after: { session: session.id, by },
    });
  });
  if (needsCode) await forgetCode(ctx, person, address);
  return {};
}

async function checkPassword(
  ctx: Ctx,
  { password, code }: Shown,
  { person, address }: { person: string; address: string },
): Promise<void> {
  const db = ctx.env.databases.web;
  const credentials = await credentialsFor(db, person);
  const hasPassword = credentials?.passwordHash != null;
  // Somebody whose provider vouches for them may have an authenticator and no password.
  if (!hasPassword && code !== '' && (await totpSince(db, person)) !== null) return;
  const attempt = { account: `confirmation of ${person}`, address };
  await countAttempt(db, attempt);
  if (!(await verifyPassword(password, credentials?.passwordHash ?? null)))
    throw new AppError('refused', 'The password is not right.', {
      faults: [{ path: 'password', message: 'is not right' }],
    });
  await forgetAttempts(db, attempt);
}

function seat(ctx: Ctx): Seat {
  const found = seatOf(ctx.actor);
  if (!found) throw new AppError('forbidden', 'This is done by a person, signed in with a browser.');
  return found;
}
