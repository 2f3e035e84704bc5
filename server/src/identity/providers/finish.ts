import { AppError, inTransaction, systemCtx, type Ctx, type Tx } from '#platform';
import { audit } from '../audit/append.ts';
import { countAttempt, forgetAttempts } from '../sessions/attempts.ts';
import { lockCredentials } from '../sessions/credentials.ts';
import { deleteLinksOf, takeLink } from '../sessions/links/link-store.ts';
import { noteConfirmed } from '../sessions/session-rows.ts';
import { linkGone } from '../sessions/sign-in.ts';
import { startSession, type Caller, type NewSession } from '../sessions/start-session.ts';
import type { StoredSession } from '../sessions/store.ts';
import { takeStep } from '../steps/step-store.ts';
import { admit, connectIdentity } from './admit.ts';
import { providerCalled, providerStep, type Trip } from './begin.ts';
import { reasonOf } from './client.ts';
import { denialOf, exchange, type Vouched } from './exchange.ts';
import { personBehind } from './identity-store.ts';
import type { IdentityProvider } from './sign-in-file.ts';

interface Arrival {
  /** The provider in the address that was called. */
  readonly name: string;
  /** Of the cookie that began the trip. */
  readonly secret: string | null;
  /** `?code=…&state=…` as it came. */
  readonly search: string;
  /** Who is signed in in this browser already. */
  readonly session: StoredSession | null;
}

export interface Arrived {
  readonly to: string;
  readonly kind: Trip['purpose']['kind'];
  /** Null where the session that was there goes on. */
  readonly session: NewSession | null;
}

/**
 * A person comes back from their provider. Whatever does not fit is refused in one sentence, and recorded in full in the audit log.
 * Throws `rate-limited` after too many from one address.
 */
export async function finishTrip(caller: Caller, arrival: Arrival): Promise<Arrived> {
  const { env, address } = caller;
  await countAttempt(env.databases.web, { account: null, address, by: 'provider' });
  const { name, secret } = arrival;
  const provider = await providerCalled(env, name);
  const trip = secret === null ? null : await takeStep(env.databases.web, providerStep, secret);
  if (secret === null || trip?.provider !== name) {
    await record(caller, { name, why: 'no trip to this provider is under way in this browser', trip });
    throw new AppError(
      'gone',
      'This sign-in was begun in another window, or is finished or too old. Please begin again.',
    );
  }
  try {
    const vouched = await exchange(env, { provider, trip, secret, search: arrival.search });
    const arrived = await arrive(caller, { provider, trip, vouched, session: arrival.session });
    if (arrived instanceof AppError) throw arrived;
    // Leaving was counted, too.
    await forgetAttempts(env.databases.web, { account: null, address, by: 'provider' }, 2);
    return arrived;
  } catch (error) {
    const known = error instanceof AppError ? error : denialOf(error, provider);
    await record(caller, { name, why: known?.internal ?? reasonOf(error), trip });
    throw (
      known ??
      new AppError(
        'forbidden',
        `What ${provider.label} answered could not be trusted, so nobody was signed in. Please begin again; an administrator finds the reason in the audit log.`,
      )
    );
  }
}

interface Trusted {
  readonly provider: IdentityProvider;
  readonly trip: Trip;
  readonly vouched: Vouched;
  readonly session: StoredSession | null;
}

/** Gives a refusal whose consequences are stored; throws the others. */
async function arrive(caller: Caller, trusted: Trusted): Promise<Arrived | AppError> {
  const { trip, session } = trusted;
  const { purpose, to } = trip;
  const ctx: Ctx = { ...systemCtx(caller.env, 'sign-in', 'web'), requestId: caller.requestId };
  return inTransaction(ctx, async (tx) => {
    switch (purpose.kind) {
      case 'sign-in': {
        const person = await admit(tx, trusted);
        if (person instanceof AppError) return person;
        return { to, kind: purpose.kind, session: await begin(tx, { caller, person, ...trusted }) };
      }
      case 'invitation': {
        const person = await takeLink(tx.db, Buffer.from(purpose.linkHash, 'hex'));
        if (person === null || !(await lockCredentials(tx.db, person))) throw linkGone();
        await connectIdentity(tx, trusted, person);
        await deleteLinksOf(tx.db, person);
        return { to, kind: purpose.kind, session: await begin(tx, { caller, person, ...trusted }) };
      }
      case 'connect': {
        checkSeat(purpose, session);
        await connectIdentity(tx, trusted, purpose.person);
        tx.changed('admin');
        return { to, kind: purpose.kind, session: null };
      }
      case 'again': {
        checkSeat(purpose, session);
        await confirm(tx, trusted, purpose);
        return { to, kind: purpose.kind, session: null };
      }
    }
  });
}

async function begin(
  tx: Tx,
  { caller, person, provider, vouched }: Trusted & { caller: Caller; person: string },
): Promise<NewSession> {
  return startSession(tx, {
    caller,
    person,
    method: 'provider',
    provider: {
      name: provider.name,
      sessionMs: provider.sessionHours * 60 * 60 * 1000,
      idToken: provider.signOut ? vouched.idToken : null,
    },
  });
}

async function confirm(
  tx: Tx,
  { provider, vouched }: Trusted,
  { person, session }: { person: string; session: string },
): Promise<void> {
  if ((await personBehind(tx.db, vouched)) !== person)
    throw new AppError('forbidden', `That was another account of ${provider.label} than yours.`);
  await noteConfirmed(tx.db, session, tx.now);
  audit(tx, {
    action: 'session.confirmed',
    subject: `Person/${person}`,
    after: { session, by: 'provider', provider: provider.name },
  });
}

/** The browser that comes back must be signed in as it was when it left. */
function checkSeat(
  { person, session: id }: { person: string; session: string },
  session: StoredSession | null,
): void {
  if (session?.id !== id || session.person !== person)
    throw new AppError('forbidden', 'You are no longer signed in as you were when this was begun.');
}

async function record(
  { env, requestId, address }: Caller,
  { name, why, trip }: { name: string; why: string; trip: Trip | null },
): Promise<void> {
  await inTransaction({ ...systemCtx(env, 'sign-in', 'web'), requestId }, async (tx) => {
    audit(tx, {
      action: 'session.refused',
      subject: `SignInProvider/${name}`,
      after: { why, address, purpose: trip?.purpose.kind ?? null },
    });
  });
}
