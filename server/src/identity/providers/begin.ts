import * as oidc from 'openid-client';
import { objectName } from '@fieldmarshal/contract';
import { z } from 'zod';
import { notFound, type Env } from '#platform';
import { baseUrl } from '../base-url.ts';
import { beginStep, derived, type StepKind } from '../steps/step-store.ts';
import { clientOf } from './client.ts';
import { signInRules, type IdentityProvider } from './sign-in-file.ts';

/** What a trip to the provider is for. */
const purpose = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('sign-in') }),
  /** With the one-time link of an invitation, whose hash (hex) this is. */
  z.strictObject({ kind: z.literal('invitation'), linkHash: z.string() }),
  /** Somebody signed in connects their identity there to their account here. */
  z.strictObject({ kind: z.literal('connect'), person: objectName, session: z.string() }),
  /** Somebody signed in shows once more who they are. */
  z.strictObject({ kind: z.literal('again'), person: objectName, session: z.string() }),
]);
export type Purpose = z.infer<typeof purpose>;

export const providerStep: StepKind<Trip> = {
  kind: 'provider',
  data: z.strictObject({ provider: objectName, to: z.string(), purpose }),
};

/** A person on the way to a provider and back. */
export interface Trip {
  readonly provider: string;
  /** Where they go on to here. */
  readonly to: string;
  readonly purpose: Purpose;
}

/** Signing in again counts when it is not older than this at the provider. */
export const againMaxAgeS = 300;

/** Begins a trip: where to send the browser, and the secret for its cookie. Throws not found for a provider that is not set up. */
export async function beginTrip(env: Env, trip: Trip): Promise<{ url: string; secret: string }> {
  const provider = await providerCalled(env, trip.provider);
  const client = await clientOf(env, provider);
  const secret = await beginStep(env.databases.web, providerStep, trip);
  const url = oidc.buildAuthorizationUrl(client, {
    redirect_uri: callbackUrl(env, provider),
    scope: provider.scopes.join(' '),
    state: derived(secret, 'state'),
    nonce: derived(secret, 'nonce'),
    code_challenge: await oidc.calculatePKCECodeChallenge(derived(secret, 'verifier')),
    code_challenge_method: 'S256',
    ...(trip.purpose.kind === 'again' ? { prompt: 'login', max_age: String(againMaxAgeS) } : {}),
  });
  return { url: url.href, secret };
}

export async function providerCalled(env: Env, name: string): Promise<IdentityProvider> {
  const { providers } = await signInRules(env.config);
  const provider = providers.find((each) => each.name === name);
  if (!provider) throw notFound('This way to sign in');
  return provider;
}

/** Where the provider sends people back to; to be registered there. Each has its own, so that no answer is taken for another's. */
export function callbackUrl(env: Pick<Env, 'config'>, { name }: Pick<IdentityProvider, 'name'>): string {
  return `${baseUrl(env.config)}/sign-in/provider/${name}/callback`;
}
