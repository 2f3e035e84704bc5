import type { Env } from '#platform';
import { fileProviders } from './file-providers.ts';
import type { Provider } from './provider.ts';
import { loadProviders } from './provider-store.ts';

/** A change made by another process is seen here within this time. */
const checkEveryMs = 2_000;

interface Cache {
  readonly providers: Promise<Provider[]>;
  readonly readAt: number;
}

const caches = new WeakMap<Env['databases'], Cache>();

/** Every provider in the order they are tried: those of the operator's file first, then those set up on screen. */
export async function readProviders(env: Env): Promise<Provider[]> {
  const ofFile = await fileProviders(env.config);
  const known = caches.get(env.databases);
  const cache =
    known && performance.now() - known.readAt < checkEveryMs
      ? known
      : { providers: loadProviders(env), readAt: performance.now() };
  caches.set(env.databases, cache);
  cache.providers.catch(() => caches.delete(env.databases));
  const names = new Set(ofFile.map(({ name }) => name));
  return [...ofFile, ...(await cache.providers).filter(({ name }) => !names.has(name))];
}

/** Makes the next {@link readProviders} look at the database. */
export function expireProviders(databases: Env['databases']): void {
  caches.delete(databases);
}
