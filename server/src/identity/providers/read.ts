import type { SignInProvider, SignInRules, SignInWays } from '@fieldmarshal/contract/identity';
import type { Ctx, Env } from '#platform';
import { permit } from '../permit.ts';
import { permitOn, recordLook } from '../sessions/manage.ts';
import { passkeysOf } from '../factors/passkey-store.ts';
import { recoveryCodesLeft, totpSince } from '../factors/totp-store.ts';
import { readProvisioning } from '../scim/state.ts';
import { callbackUrl } from './begin.ts';
import { problemOf } from './client.ts';
import { identitiesOf } from './identity-store.ts';
import { signInRules, type IdentityProvider } from './sign-in-file.ts';

/** The operator's providers, each asked whether it answers. */
export async function readSignInRules(ctx: Ctx): Promise<SignInRules> {
  permit(ctx, 'identity.read');
  const { providers, passwords, breakGlass } = await signInRules(ctx.env.config);
  const items = await Promise.all(providers.map(async (provider) => view(ctx.env, provider)));
  return { items, passwords, breakGlass, provisioning: await readProvisioning(ctx) };
}

async function view(env: Env, provider: IdentityProvider): Promise<SignInProvider> {
  const { name, label, issuer, clientId, admit, defaultRole, groupsClaim, sessionHours } = provider;
  return {
    ...{ name, label, issuer, clientId, admit, defaultRole, groupsClaim, sessionHours },
    callback: callbackUrl(env, provider),
    roles: Object.entries(provider.roles).map(([group, role]) => ({ group, role })),
    problem: await problemOf(env, provider),
  };
}

/** How somebody signs in: for themselves and for who manages identity; for others as if there were no such account. */
export async function readSignInWays(ctx: Ctx, { person }: { person: string }): Promise<SignInWays> {
  permitOn(ctx, person, { ability: 'identity.read', what: `The account ${person}` });
  await recordLook(ctx, person, 'account.sign-in-seen');
  const { providers, passwords, breakGlass } = await signInRules(ctx.env.config);
  const labels = new Map(providers.map(({ name, label }) => [name, label]));
  const identities = await identitiesOf(ctx.env.databases[ctx.pool], person);
  return {
    identities: identities.map(({ createdAt, lastSignInAt, ...rest }) => ({
      ...rest,
      groups: [...rest.groups],
      label: labels.get(rest.provider) ?? rest.provider,
      createdAt: createdAt.toISOString(),
      lastSignInAt: lastSignInAt.toISOString(),
    })),
    ...(await factorsOf(ctx, person)),
    withoutProvider: passwords === 'everyone' || breakGlass.includes(person),
    providers: providers
      .filter(({ issuer }) => !identities.some((identity) => identity.issuer === issuer))
      .map(({ name, label }) => ({ name, label })),
  };
}

async function factorsOf(ctx: Ctx, person: string): Promise<Pick<SignInWays, 'authenticator' | 'passkeys'>> {
  const db = ctx.env.databases[ctx.pool];
  const since = await totpSince(db, person);
  const passkeys = await passkeysOf(db, person);
  return {
    authenticator: since && {
      since: since.toISOString(),
      recoveryCodesLeft: await recoveryCodesLeft(db, person),
    },
    passkeys: passkeys.map(({ id, name, createdAt, lastUsedAt, backedUp }) => ({
      ...{ id, name, backedUp },
      createdAt: createdAt.toISOString(),
      lastUsedAt: lastUsedAt?.toISOString() ?? null,
    })),
  };
}
