import { z } from 'zod';
import { AppError, inTransaction, systemCtx, type Ctx, type Tx } from '#platform';
import { countCode, forgetCode, takeCode, wrongCode } from './code.ts';
import { totpSince } from './totp-store.ts';
import { beginStep, readStep, takeStep, type StepKind } from '../steps/step-store.ts';
import { lockCredentials } from '../sessions/credentials.ts';
import { recordingRefusal } from '../sessions/refusals/record-refusal.ts';
import { startSession, type Caller, type NewSession } from '../sessions/start-session.ts';

/** Half a sign-in: the password or link was right, and a code is still to come. */
interface Half {
  readonly person: string;
  readonly method: 'password' | 'link';
}

const secondStep: StepKind<Half> = {
  kind: 'second-factor',
  data: z.strictObject({ person: z.string(), method: z.enum(['password', 'link']) }),
};

/** A session, or the secret of a half sign-in. */
export type SignedIn =
  | { readonly kind: 'session'; readonly session: NewSession }
  | { readonly kind: 'code-needed'; readonly secret: string };

/** Begins the session, or asks for a code first where the person has an authenticator. */
export async function startOrAsk(tx: Tx, half: Half & { readonly caller: Caller }): Promise<SignedIn> {
  const { person, method } = half;
  if ((await totpSince(tx.db, person)) === null)
    return { kind: 'session', session: await startSession(tx, half) };
  return { kind: 'code-needed', secret: await beginStep(tx.db, secondStep, { person, method }) };
}

/** Whether a code is still waited for under this secret. */
export async function isHalfSignedIn(ctx: Pick<Ctx, 'env'>, secret: string): Promise<boolean> {
  return (await readStep(ctx.env.databases.web, secondStep, secret)) !== null;
}

/** The other half. Throws `refused` for a wrong code, `gone` where nothing is waited for, `rate-limited` after too many tries. */
export async function signInWithCode(
  caller: Caller,
  { secret, code }: { secret: string; code: string },
): Promise<{ session: NewSession; method: Half['method'] }> {
  const half = await readStep(caller.env.databases.web, secondStep, secret);
  if (half === null) throw tooLate();
  return recordingRefusal(caller, { by: 'code', account: half.person }, async () =>
    withCode(caller, half, { secret, code }),
  );
}

async function withCode(
  caller: Caller,
  half: Half,
  { secret, code }: { secret: string; code: string },
): Promise<{ session: NewSession; method: Half['method'] }> {
  const { env, address } = caller;
  await countCode(caller, half.person, address);
  const ctx: Ctx = { ...systemCtx(env, 'sign-in', 'web'), requestId: caller.requestId };
  const session = await inTransaction(ctx, async (tx) => {
    const secondFactor = await takeCode(tx, half.person, code);
    if (secondFactor === null) throw wrongCode();
    // Used up with the right code only; disabled meanwhile counts.
    if ((await takeStep(tx.db, secondStep, secret)) === null || !(await lockCredentials(tx.db, half.person)))
      throw tooLate();
    return startSession(tx, { caller, person: half.person, method: half.method, secondFactor });
  });
  await forgetCode(caller, half.person, address);
  return { session, method: half.method };
}

function tooLate(): AppError {
  return new AppError('gone', 'This took too long. Please sign in again.');
}
