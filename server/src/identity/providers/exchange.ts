import { withoutUnseen } from '@fieldmarshal/contract';
import * as oidc from 'openid-client';
import { z } from 'zod';
import { AppError, type Env } from '#platform';
import { claimAt, groupsIn, isAhead, isElsewhere } from '../core/admission.ts';
import { derived } from '../steps/step-store.ts';
import { againMaxAgeS, callbackUrl, type Trip } from './begin.ts';
import { clientOf } from './client.ts';
import type { IdentityProvider } from './sign-in-file.ts';

/** What a provider vouches for. Issuer and subject are the identity; the rest is what it likes to tell. */
export interface Vouched {
  readonly issuer: string;
  readonly subject: string;
  /** Null where the provider does not list them, but says that they are to be had elsewhere. */
  readonly groups: readonly string[] | null;
  readonly preferredName: string | undefined;
  readonly displayName: string | undefined;
  /** Null where the provider does not say that it is verified. */
  readonly email: string | null;
  readonly idToken: string | null;
}

const subjectLengthMax = 255;

/**
 * Turns the provider's answer into who it vouches for: state, issuer, code with its verifier, then signature, issuer, audience, nonce and
 * times of the token. Throws what the library throws when any of these is not as it must be.
 */
export async function exchange(
  env: Env,
  {
    provider,
    trip,
    secret,
    search,
  }: { provider: IdentityProvider; trip: Trip; secret: string; search: string },
): Promise<Vouched> {
  const client = await clientOf(env, provider);
  const answer = new URL(`${callbackUrl(env, provider)}${search}`);
  const tokens = await oidc.authorizationCodeGrant(client, answer, {
    expectedState: derived(secret, 'state'),
    expectedNonce: derived(secret, 'nonce'),
    pkceCodeVerifier: derived(secret, 'verifier'),
    idTokenExpected: true,
    ...(trip.purpose.kind === 'again' ? { maxAge: againMaxAgeS } : {}),
  });
  const claims = tokens.claims();
  if (claims === undefined || claims.sub.length > subjectLengthMax || claims.sub.includes('\0'))
    throw new Error('the token names nobody');
  if (isAhead(claims.iat, env.clock.now())) throw new Error('the token was made in the future');
  const told: Record<string, unknown> = { ...claims };
  const { userinfo_endpoint: more } = client.serverMetadata();
  if (more !== undefined && (claimAt(told, provider.groupsClaim) === undefined || told['name'] === undefined))
    Object.assign(told, {
      ...(await oidc.fetchUserInfo(client, tokens.access_token, claims.sub)),
      ...claims,
    });
  return {
    issuer: claims.iss,
    subject: claims.sub,
    groups: isElsewhere(told, provider.groupsClaim) ? null : groupsIn(claimAt(told, provider.groupsClaim)),
    preferredName: textOf(told['preferred_username']),
    displayName: textOf(told['name']),
    email: isVerified(told['email_verified']) ? emailOf(told['email']) : null,
    idToken: tokens.id_token ?? null,
  };
}

/** Amazon Cognito and Apple write it as text. */
function isVerified(claim: unknown): boolean {
  return claim === true || claim === 'true';
}

/** Null where it is no address: half of one would be another one. */
function emailOf(claim: unknown): string | null {
  return z.email().max(254).safeParse(claim).data ?? null;
}

function textOf(claim: unknown): string | undefined {
  if (typeof claim !== 'string') return undefined;
  const text = withoutUnseen(claim)
    .replaceAll(/[\p{Cc}\p{Cs}]/gu, '')
    .trim()
    .slice(0, 200);
  return text === '' ? undefined : text;
}

/** What the person is told where the provider says no; null where it is no such answer. */
export function denialOf(error: unknown, { label }: IdentityProvider): AppError | null {
  if (!(error instanceof oidc.AuthorizationResponseError)) return null;
  return new AppError('forbidden', `${label} did not sign you in. You may begin again.`);
}
