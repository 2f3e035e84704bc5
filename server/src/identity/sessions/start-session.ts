import { seal, type Env, type Tx } from '#platform';
import { audit } from '../audit/append.ts';
import { newId, newSecret, secretHash } from '../secret.ts';
import { noteSignIn } from './credentials.ts';
import { sessionIdleMs, sessionMs } from './lifetime.ts';
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

type SignInMethod = 'password' | 'link' | 'provider' | 'passkey';

interface Start {
  readonly caller: Caller;
  readonly person: string;
  readonly method: SignInMethod;
  /** What was asked for beside the password or link. */
  readonly secondFactor?: 'code' | 'recovery-code';
  readonly provider?: {
    readonly name: string;
    readonly sessionMs: number;
    /** Kept, sealed, for signing out there; null: not wanted. */
    readonly idToken: string | null;
  };
}

/** Begins a session for a person who has shown who they are. */
export async function startSession(tx: Tx, start: Start): Promise<NewSession> {
  const { caller, person, method, provider, secondFactor } = start;
  const secret = newSecret('');
  const id = newId('session');
  const nowMs = tx.now.getTime();
  const lastsMs = Math.min(sessionMs, provider?.sessionMs ?? sessionMs);
  const idToken = provider?.idToken ?? null;
  await insertSession(tx.db, {
    hash: secretHash(secret),
    id,
    person,
    createdAt: tx.now,
    lastSeenAt: tx.now,
    expiresAt: new Date(nowMs + Math.min(sessionIdleMs, lastsMs)),
    endsAt: new Date(nowMs + lastsMs),
    address: caller.address,
    userAgent: caller.userAgent.slice(0, 300),
    passwordChoiceUntil: method === 'link' ? new Date(nowMs + passwordChoiceMs) : null,
    method,
    provider: provider?.name ?? null,
    idToken: idToken === null ? null : await seal(tx.ctx.env, idToken, idTokenPurpose(id)),
  });
  await noteSignIn(tx.db, person, tx.now);
  audit(tx, {
    action: 'session.started',
    subject: `Person/${person}`,
    after: {
      session: id,
      by: method,
      address: caller.address,
      ...(provider ? { provider: provider.name } : {}),
      ...(secondFactor ? { secondFactor } : {}),
    },
  });
  return { secret, maxAgeS: Math.round(lastsMs / 1000) };
}

/** What a stored token of a provider is sealed for. */
export function idTokenPurpose(session: string): string {
  return `id token of ${session}`;
}
