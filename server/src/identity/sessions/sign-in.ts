import { role } from '@fieldmarshal/contract';
import { z } from 'zod';
import { AppError, inTransaction, type Ctx, type Env, type Tx } from '#platform';
import { audit } from '../audit/append.ts';
import { newId, newSecret, secretHash } from '../secret.ts';
import { countAttempt, forgetAttempts } from './attempts.ts';
import { credentialsFor, lockCredentials, noteSignIn, type Credentials } from './credentials.ts';
import { sessionIdleMs, sessionMs } from './lifetime.ts';
import { deleteLinksOf, takeLink } from './link-store.ts';
import { verifyPassword } from './password.ts';
import { insertSession } from './session-rows.ts';

/** Where a sign-in comes from. */
export interface Caller {
  readonly env: Env;
  readonly requestId: string;
  readonly address: string;
  readonly userAgent: string;
}

/** What goes into the cookie. */
export interface NewSession {
  readonly secret: string;
  readonly maxAgeS: number;
}

/** How long after signing in with a link a password may be chosen without the old one. */
const passwordChoiceMs = 30 * 60 * 1000;

/**
 * Signs in with e-mail address or name and password. Unknown, wrong, disabled and without a password give the same answer in the same
 * time: `unauthenticated`. Throws `rate-limited` after too many attempts, also for the right password.
 */
export async function signIn(
  caller: Caller,
  { account, password }: { account: string; password: string },
): Promise<NewSession> {
  const { env, address } = caller;
  await countAttempt(env.databases.web, { account, address });
  const credentials = await credentialsFor(env.databases.web, account);
  const fits = await verifyPassword(password, credentials?.passwordHash ?? null);
  if (!credentials || !fits) {
    env.log.warn({ address, known: credentials !== null }, 'sign-in refused');
    throw wrong();
  }
  return inTransaction(personCtx(caller, credentials), async (tx) => {
    const now = await lockCredentials(tx.db, credentials.person);
    // Disabled or given a new password since it was looked at.
    if (now?.passwordHash !== credentials.passwordHash) throw wrong();
    await forgetAttempts(tx.db, { account, address });
    return startSession(tx, { caller, person: credentials.person, by: 'password' });
  });
}

/** Uses a one-time link up and signs its person in; a password may be chosen for the next half hour. Throws `gone` for any other link. */
export async function signInWithLink(caller: Caller, secret: string): Promise<NewSession> {
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
    return startSession(tx, { caller, person: credentials.person, by: 'link' });
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

interface Start {
  readonly caller: Caller;
  readonly person: string;
  readonly by: 'password' | 'link';
}

async function startSession(tx: Tx, { caller, person, by }: Start): Promise<NewSession> {
  const secret = newSecret('');
  const id = newId('session');
  const nowMs = tx.now.getTime();
  await insertSession(tx.db, {
    hash: secretHash(secret),
    id,
    person,
    createdAt: tx.now,
    lastSeenAt: tx.now,
    expiresAt: new Date(nowMs + sessionIdleMs),
    endsAt: new Date(nowMs + sessionMs),
    address: caller.address,
    userAgent: caller.userAgent.slice(0, 300),
    passwordChoiceUntil: by === 'link' ? new Date(nowMs + passwordChoiceMs) : null,
  });
  await noteSignIn(tx.db, person, tx.now);
  audit(tx, {
    action: 'session.started',
    subject: `Person/${person}`,
    after: { session: id, by, address: caller.address },
  });
  return { secret, maxAgeS: sessionMs / 1000 };
}

function personCtx(caller: Caller, { person, displayName, roles }: Credentials): Ctx {
  return {
    env: caller.env,
    actor: { kind: 'person', person, displayName, roles: z.array(role).parse(roles) },
    requestId: caller.requestId,
    pool: 'web',
  };
}
