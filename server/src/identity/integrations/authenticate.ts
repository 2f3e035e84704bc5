import type { Actor } from '@fieldmarshal/contract';
import { AppError, type Env } from '#platform';
import { FailureGate } from '../limits/failure-gate.ts';
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
  /** Who sends it. */
  readonly address?: string | undefined;
}

const keyLengthMax = 200;
/** What the key may do. One of a tracker speaks of tickets, every other one sends signals. */
type Purpose = 'signals' | 'tickets';

interface Known {
  readonly actor: IntegrationActor;
  readonly purpose: Purpose;
}

const caches = new WeakMap<Env, LookupCache<Known>>();

/**
 * The integration that sends, or null for no key, an unknown, a revoked or a run-out one, and for one that may do something else. Answers come from memory for up to 2 s.
 * Throws what storage throws when it does not answer, and `unavailable` after too many unknown keys from one address: that is a 503 for the sender, never a 401.
 */
export async function authenticateIntegration(
  env: Env,
  presented: PresentedKey,
  purpose: Purpose = 'signals',
): Promise<IntegrationActor | null> {
  const key =
    presented.pathKey ??
    presented.bearer ??
    presented.genieKey ??
    presented.basicPassword ??
    presented.routingKey;
  if (key === undefined || key === '' || key.length > keyLengthMax) return null;
  const known = await keyCache(env).find(key, presented.address);
  return known?.purpose === purpose ? known.actor : null;
}

/** Whether that would throw `unavailable`, told without asking anything. */
export function isKeyTurnedAway(env: Env, key: string, address: string): boolean {
  return keyCache(env).turnsAway(key, address);
}

/** Makes a change of keys effective at once in this process. */
export function forgetIntegrationKeys(env: Env): void {
  keyCache(env).clear();
}

function keyCache(env: Env): LookupCache<Known> {
  const existing = caches.get(env);
  if (existing) return existing;
  const { intake } = env.databases.pools;
  const load = async (hash: Buffer): Promise<Known | null> => {
    const key = await findIntegrationKey(intake, hash);
    if (key === null) return null;
    if (key.lastUseIsOld) {
      touchIntegrationKey(intake, hash).catch((error: unknown) =>
        env.log.debug({ error: String(error) }, 'last use of an integration key not written'),
      );
    }
    const { integrationId, name, isTracker } = key;
    return {
      actor: { kind: 'integration', integrationId, name },
      purpose: isTracker ? 'tickets' : 'signals',
    };
  };
  const cache = new LookupCache(env.clock, load, { gate: new FailureGate(), refusal: tooMany });
  caches.set(env, cache);
  return cache;
}

/** A 503 and no 429: senders try again after it at once, and one that is new behind an address that floods must come through. */
function tooMany(): AppError {
  return new AppError('unavailable', 'Too many unknown keys came from this address. Please try again.', {
    retryAfterS: 1,
  });
}
