import type { Actor } from '@fieldmarshal/contract';
import type { Env } from '#platform';
import { LookupCache } from '../lookup-cache.ts';
import { findIntegrationKey, touchIntegrationKey } from './store.ts';

export type IntegrationActor = Extract<Actor, { kind: 'integration' }>;

/** Where a sender put its key; the first that is there counts, whatever the others say. */
export interface PresentedKey {
  readonly pathKey?: string | undefined;
  readonly bearer?: string | undefined;
  readonly genieKey?: string | undefined;
  readonly basicPassword?: string | undefined;
  readonly routingKey?: string | undefined;
}

const keyLengthMax = 200;
const caches = new WeakMap<Env, LookupCache<IntegrationActor>>();

/**
 * The integration that sends, or null for no key, an unknown, a revoked or a run-out one. Answers come from memory for up to 2 s.
 * Throws what storage throws when it does not answer: that is a 503 for the sender, never a 401.
 */
export async function authenticateIntegration(
  env: Env,
  presented: PresentedKey,
): Promise<IntegrationActor | null> {
  const key =
    presented.pathKey ??
    presented.bearer ??
    presented.genieKey ??
    presented.basicPassword ??
    presented.routingKey;
  if (key === undefined || key === '' || key.length > keyLengthMax) return null;
  return keyCache(env).find(key);
}

/** Makes a change of keys effective at once in this process. */
export function forgetIntegrationKeys(env: Env): void {
  keyCache(env).clear();
}

function keyCache(env: Env): LookupCache<IntegrationActor> {
  const existing = caches.get(env);
  if (existing) return existing;
  const { intake } = env.databases.pools;
  const cache = new LookupCache<IntegrationActor>(env.clock, async (hash) => {
    const key = await findIntegrationKey(intake, hash);
    if (key === null) return null;
    if (key.lastUseIsOld) {
      touchIntegrationKey(intake, hash).catch((error: unknown) =>
        env.log.debug({ error: String(error) }, 'last use of an integration key not written'),
      );
    }
    return { kind: 'integration', integrationId: key.integrationId, name: key.name };
  });
  caches.set(env, cache);
  return cache;
}
