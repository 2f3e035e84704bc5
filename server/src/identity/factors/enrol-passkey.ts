import type { RegistrationResponseJSON } from '@simplewebauthn/server';
import { z } from 'zod';
import { AppError, inTransaction, isUniqueViolation, notFound, type Ctx } from '#platform';
import { audit } from '../audit/append.ts';
import { requireFresh } from '../permit.ts';
import { permitOn } from '../sessions/manage.ts';
import { beginStep, derived, takeStep, type StepKind } from '../steps/step-store.ts';
import { ownSeat } from './authenticator.ts';
import { deletePasskey, insertPasskey, passkeysOf, setPasskeyName } from './passkey-store.ts';
import { relyingParty, webauthn } from './relying-party.ts';

const enrolStep: StepKind<{ person: string; session: string }> = {
  kind: 'enrol-passkey',
  data: z.strictObject({ person: z.string(), session: z.string() }),
};

const passkeysMax = 20;

/** What the browser needs to make a passkey, and a ticket that its answer comes with. */
export async function beginPasskey(ctx: Ctx): Promise<{ ticket: string; options: Record<string, unknown> }> {
  const { session } = ownSeat(ctx);
  const { person, displayName } = session;
  const existing = await passkeysOf(ctx.env.databases.web, person);
  if (existing.length >= passkeysMax)
    throw new AppError('refused', `You have ${passkeysMax} passkeys. Remove one first.`);
  const ticket = await beginStep(ctx.env.databases.web, enrolStep, { person, session: session.id });
  const { generateRegistrationOptions } = await webauthn();
  const options = await generateRegistrationOptions({
    rpName: 'Fieldmarshal',
    rpID: relyingParty(ctx.env.config).id,
    userName: person,
    userDisplayName: displayName,
    userID: new TextEncoder().encode(person),
    challenge: Buffer.from(derived(ticket, 'challenge'), 'base64url'),
    attestationType: 'none',
    authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
    excludeCredentials: existing.map(({ id }) => ({ id })),
  });
  return { ticket, options: { ...options } };
}

interface Made {
  readonly ticket: string;
  readonly name: string;
  readonly response: RegistrationResponseJSON;
}

/** Keeps the passkey that the browser made, after all checks of the standard; the person is asked for nothing beside it from now on. */
export async function finishPasskey(
  ctx: Ctx,
  { ticket, name, response }: Made,
): Promise<Record<string, never>> {
  const { person, id: session } = ownSeat(ctx).session;
  const step = await takeStep(ctx.env.databases.web, enrolStep, ticket);
  if (step?.person !== person || step.session !== session)
    throw new AppError('gone', 'This took too long, or was done already. Please begin again.');
  const { id: rpId, origin } = relyingParty(ctx.env.config);
  const { verifyRegistrationResponse } = await webauthn();
  const verified = await verifyRegistrationResponse({
    response,
    expectedChallenge: derived(ticket, 'challenge'),
    expectedOrigin: origin,
    expectedRPID: rpId,
    requireUserVerification: true,
  }).catch((error: unknown) => {
    throw notMade(error instanceof Error ? error.message : String(error));
  });
  if (!verified.verified) throw notMade('the answer does not verify');
  const { credential, credentialBackedUp } = verified.registrationInfo;
  return inTransaction(ctx, async (tx) => {
    try {
      await insertPasskey(tx.db, {
        id: credential.id,
        person,
        name,
        publicKey: Buffer.from(credential.publicKey),
        counter: credential.counter,
        transports: (credential.transports ?? []).slice(0, 10),
        backedUp: credentialBackedUp,
        createdAt: tx.now,
      });
    } catch (error) {
      throw isUniqueViolation(error) ? new AppError('conflict', 'This passkey is known already.') : error;
    }
    audit(tx, {
      action: 'account.passkey-added',
      subject: `Person/${person}`,
      after: { name, id: credential.id },
    });
    tx.changed('admin');
    return {};
  });
}

function notMade(why: string): AppError {
  return new AppError('refused', 'The passkey could not be checked, so it was not kept. Please try again.', {
    internal: why,
  });
}

/** Calls a passkey something else: one's own, or with the right to manage identity. What it opens stays. */
export async function renamePasskey(
  ctx: Ctx,
  { person, id, name }: { person: string; id: string; name: string },
): Promise<Record<string, never>> {
  permitOn(ctx, person, { ability: 'identity.manage', what: `The passkey ${id}` });
  return inTransaction(ctx, async (tx) => {
    const before = await setPasskeyName(tx.db, { person, id, name });
    if (before === null) throw notFound(`The passkey ${id}`);
    if (before !== name)
      audit(tx, {
        action: 'account.passkey-renamed',
        subject: `Person/${person}`,
        before: { name: before, id },
        after: { name, id },
      });
    tx.changed('admin');
    return {};
  });
}

/** Takes a passkey away: one's own, or with the right to manage identity. */
export async function removePasskey(
  ctx: Ctx,
  { person, id }: { person: string; id: string },
): Promise<Record<string, never>> {
  permitOn(ctx, person, { ability: 'identity.manage', what: `The passkey ${id}` });
  requireFresh(ctx);
  return inTransaction(ctx, async (tx) => {
    const name = await deletePasskey(tx.db, { person, id });
    if (name === null) throw notFound(`The passkey ${id}`);
    audit(tx, { action: 'account.passkey-removed', subject: `Person/${person}`, before: { name, id } });
    tx.changed('admin');
    return {};
  });
}
