import type { AuthenticationResponseJSON } from '@simplewebauthn/server';
import { z } from 'zod';
import { AppError, inTransaction, systemCtx, type Env, type Tx } from '#platform';
import { signInRules } from '../providers/sign-in-file.ts';
import { countAttempt, forgetAttempts } from '../sessions/attempts.ts';
import { recordingRefusal } from '../sessions/refusals/record-refusal.ts';
import { startSession, type Caller, type NewSession } from '../sessions/start-session.ts';
import { tellLoudly } from '../sessions/tell-loudly.ts';
import { beginStep, derived, takeStep, type StepKind } from '../steps/step-store.ts';
import { lockPasskey, notePasskeyUse } from './passkey-store.ts';
import { relyingParty, webauthn } from './relying-party.ts';

const useStep: StepKind<Record<string, never>> = { kind: 'passkey', data: z.strictObject({}) };

/** What a browser needs to ask for a passkey, whosever it is, and the secret that its answer comes with. */
export async function askForPasskey(env: Env): Promise<{ ticket: string; options: Record<string, unknown> }> {
  const ticket = await beginStep(env.databases.web, useStep, {});
  const { generateAuthenticationOptions } = await webauthn();
  const options = await generateAuthenticationOptions({
    rpID: relyingParty(env.config).id,
    challenge: Buffer.from(derived(ticket, 'challenge'), 'base64url'),
    userVerification: 'required',
  });
  return { ticket, options: { ...options } };
}

export interface PasskeyAnswer {
  readonly ticket: string;
  readonly response: AuthenticationResponseJSON;
}

/** Whose passkey it is. One sentence for whatever is wrong; a counter that went back is recorded, too: the key may have been copied. */
export async function personOfPasskey(tx: Tx, { ticket, response }: PasskeyAnswer): Promise<string> {
  const { env } = tx.ctx;
  const step = await takeStep(env.databases.web, useStep, ticket);
  const passkey = step === null ? null : await lockPasskey(tx.db, response.id);
  if (!passkey) throw unknownPasskey();
  const { id: rpId, origin } = relyingParty(env.config);
  const { verifyAuthenticationResponse } = await webauthn();
  const verified = await verifyAuthenticationResponse({
    response,
    expectedChallenge: derived(ticket, 'challenge'),
    expectedOrigin: origin,
    expectedRPID: rpId,
    requireUserVerification: true,
    credential: { id: passkey.id, publicKey: new Uint8Array(passkey.publicKey), counter: passkey.counter },
  }).catch((error: unknown) => {
    env.log.warn({ person: passkey.person, error: String(error) }, 'passkey refused');
    return null;
  });
  if (!verified?.verified) throw unknownPasskey();
  await notePasskeyUse(tx.db, passkey.id, verified.authenticationInfo.newCounter);
  return passkey.person;
}

/** Signs in with a passkey; it is asked for no code, since it checked its person itself. */
export async function signInWithPasskey(caller: Caller, answer: PasskeyAnswer): Promise<NewSession> {
  return recordingRefusal(caller, { by: 'passkey', passkey: answer.response.id }, async () =>
    withPasskey(caller, answer),
  );
}

async function withPasskey(caller: Caller, answer: PasskeyAnswer): Promise<NewSession> {
  const { env, address } = caller;
  await countAttempt(env.databases.web, { account: null, address });
  const { passwords, breakGlass } = await signInRules(env.config);
  const ctx = { ...systemCtx(env, 'sign-in', 'web'), requestId: caller.requestId };
  const session = await inTransaction(ctx, async (tx) => {
    const person = await personOfPasskey(tx, answer);
    const isEmergency = breakGlass.includes(person);
    if (passwords === 'break-glass' && !isEmergency) throw byProviderOnly();
    if (isEmergency) tellLoudly(tx, { person, displayName: person, address });
    return startSession(tx, { caller, person, method: 'passkey' });
  });
  await forgetAttempts(env.databases.web, { account: null, address });
  return session;
}

/** The passkey is theirs, so it tells nobody else anything. */
function byProviderOnly(): AppError {
  return new AppError(
    'unauthenticated',
    'Here people sign in through their provider. This passkey is good for showing once more that it is you, when you are signed in.',
  );
}

function unknownPasskey(): AppError {
  return new AppError(
    'unauthenticated',
    'This passkey is not known here, or its answer could not be checked.',
  );
}
