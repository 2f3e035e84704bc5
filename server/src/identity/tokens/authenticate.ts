import { role, type Actor } from '@fieldmarshal/contract';
import { z } from 'zod';
import { AppError, type Env } from '#platform';
import { rolesWithin } from '../core/permission.ts';
import { FailureGate } from '../limits/failure-gate.ts';
import { LookupCache } from '../lookup-cache.ts';
import { findToken, touchToken, type StoredToken } from './store.ts';

export type TokenActor = Extract<Actor, { kind: 'token' }>;

const caches = new WeakMap<Env, LookupCache<TokenActor>>();

/** Whose API token this is, or null: unknown, run out, revoked, or its person may not sign in any more. Throws `rate-limited` after too many unknown ones from `address`. */
export async function authenticateToken(
  env: Env,
  secret: string,
  address?: string,
): Promise<TokenActor | null> {
  return tokenCache(env).find(secret, address);
}

/** Whether that would throw `rate-limited`, told without asking anything. */
export function isTokenTurnedAway(env: Env, secret: string, address: string): boolean {
  return tokenCache(env).turnsAway(secret, address);
}

/** Makes a change of tokens or roles effective at once in this process. */
export function forgetTokens(env: Env): void {
  tokenCache(env).clear();
}

function tokenCache(env: Env): LookupCache<TokenActor> {
  const existing = caches.get(env);
  if (existing) return existing;
  const load = async (hash: Buffer): Promise<TokenActor | null> => {
    const token = await findToken(env.databases.pools.web, hash);
    if (token === null) return null;
    if (token.lastUseIsOld) noteUse(env, token.id);
    return actorOf(token);
  };
  const cache = new LookupCache(env.clock, load, { gate: new FailureGate(), refusal: tooMany });
  caches.set(env, cache);
  return cache;
}

function actorOf(token: StoredToken): TokenActor {
  const wanted = z.array(role).parse(token.roles);
  const held = token.personRoles === null ? wanted : z.array(role).parse(token.personRoles);
  return {
    kind: 'token',
    tokenId: token.id,
    name: token.name,
    person: token.person,
    roles: rolesWithin(wanted, held),
    ...(token.abilities === null ? {} : { abilities: token.abilities }),
  };
}

function noteUse(env: Env, id: string): void {
  touchToken(env.databases.pools.web, id).catch((error: unknown) =>
    env.log.debug({ error: String(error) }, 'last use of a token not written'),
  );
}

function tooMany(): AppError {
  return new AppError('rate-limited', 'Too many unknown API tokens came from this address. Please wait.', {
    retryAfterS: 1,
  });
}
