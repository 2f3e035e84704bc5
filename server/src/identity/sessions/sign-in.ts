import { role } from '@fieldmarshal/contract';
import { z } from 'zod';
import { AppError, inTransaction, type Ctx } from '#platform';
import { signInRules } from '../providers/sign-in-file.ts';
import { secretHash } from '../secret.ts';
import { countAttempt, forgetAttempts } from './attempts.ts';
import { credentialsFor, lockCredentials, type Credentials } from './credentials.ts';
import { deleteLinksOf, takeLink } from './links/link-store.ts';
import { verifyPassword } from '../passwords/password.ts';
import { startOrAsk, type SignedIn } from '../factors/second-factor.ts';
import { recordingRefusal } from './refusals/record-refusal.ts';
import type { Caller } from './start-session.ts';
import { tellLoudly } from './tell-loudly.ts';

interface Typed {
  readonly account: string;
  readonly password: string;
}

/**
 * Signs in with e-mail address or name and password. Unknown, wrong, disabled and without a password give the same answer in the same
 * time: `unauthenticated`. Throws `rate-limited` after too many attempts, also for the right password. What is refused is recorded.
 */
export async function signIn(caller: Caller, typed: Typed): Promise<SignedIn> {
  const { account } = typed;
  return recordingRefusal(caller, { by: 'password', account }, async () => withPassword(caller, typed));
}

async function withPassword(caller: Caller, { account, password }: Typed): Promise<SignedIn> {
  const { env, address } = caller;
  await countAttempt(env.databases.web, { account, address });
  const credentials = await credentialsFor(env.databases.web, account);
  const fits = await verifyPassword(password, credentials?.passwordHash ?? null);
  const { passwords, breakGlass } = await signInRules(env.config);
  const isEmergency = credentials !== null && breakGlass.includes(credentials.person);
  if (!credentials || !fits || (passwords === 'break-glass' && !isEmergency)) {
    env.log.warn({ address, known: credentials !== null }, 'sign-in refused');
    throw wrong();
  }
  return inTransaction(personCtx(caller, credentials), async (tx) => {
    const now = await lockCredentials(tx.db, credentials.person);
    // Disabled or given a new password since it was looked at.
    if (now?.passwordHash !== credentials.passwordHash) throw wrong();
    await forgetAttempts(tx.db, { account, address });
    if (isEmergency) tellLoudly(tx, { ...credentials, address });
    return startOrAsk(tx, { caller, person: credentials.person, method: 'password' });
  });
}

/** Uses a one-time link up and signs its person in; a password may be chosen for the next half hour. Throws `gone` for any other link. */
export async function signInWithLink(caller: Caller, secret: string): Promise<SignedIn> {
  return recordingRefusal(caller, { by: 'link' }, async () => withLink(caller, secret));
}

async function withLink(caller: Caller, secret: string): Promise<SignedIn> {
  const { env, address } = caller;
  await countAttempt(env.databases.web, { account: null, address });
  const ctx: Ctx = {
    env,
    actor: { kind: 'system', name: 'sign-in' },
    requestId: caller.requestId,
    pool: 'web',
  };
  return inTransaction(ctx, async (tx) => {
    const person = await takeLink(tx.db, secretHash(secret));
    const credentials = person === null ? null : await lockCredentials(tx.db, person);
    if (!credentials) throw linkGone();
    await deleteLinksOf(tx.db, credentials.person);
    await forgetAttempts(tx.db, { account: null, address });
    return startOrAsk(tx, { caller, person: credentials.person, method: 'link' });
  });
}

export function linkGone(): AppError {
  return new AppError(
    'gone',
    'This sign-in link was used already or is too old. Ask an administrator for a new one; the very first one is printed again when the server starts.',
  );
}

function wrong(): AppError {
  return new AppError('unauthenticated', 'E-mail address, name or password is not right.');
}

function personCtx(caller: Caller, { person, displayName, roles }: Credentials): Ctx {
  return {
    env: caller.env,
    actor: { kind: 'person', person, displayName, roles: z.array(role).parse(roles) },
    requestId: caller.requestId,
    pool: 'web',
  };
}
