import { listen, liveChannel, liveMessage, type Databases, type Env } from '#platform';
import { Catalog } from './core/catalog.ts';
import { loadMoment, loadVersion, type StoredCatalog } from './store.ts';

/** A snapshot that old is compared with the database before it is used again, in case a notification was lost. */
const checkEveryMs = 1_000;

interface Cache {
  catalog: Catalog | null;
  read: StoredCatalog | undefined;
  /** On the monotonic clock of this process. */
  checkedAt: number;
  stale: boolean;
  refreshing: Promise<Catalog> | null;
}

const caches = new WeakMap<Databases, Cache>();

/**
 * The catalog as of the last commit this process knows of: at once after a change made here or announced to it, within a second
 * otherwise. Call it before a transaction, not inside one: a refresh takes a connection of its own. Throws 503 when storage is away.
 */
export async function readCatalog(env: Pick<Env, 'databases' | 'log'>): Promise<Catalog> {
  const cache = cacheOf(env.databases);
  // While a newer one is being read, the old one is no answer: the change may be the reader's own.
  const settled = !cache.stale && cache.refreshing === null;
  const fresh = settled && performance.now() - cache.checkedAt < checkEveryMs;
  if (cache.catalog && fresh) return cache.catalog;
  // A refresh under way when the change was announced may have read the state before it.
  if (cache.stale && cache.refreshing) await cache.refreshing.catch(() => undefined);
  cache.refreshing ??= refresh(env, cache).finally(() => {
    cache.refreshing = null;
  });
  return cache.refreshing;
}

/** Makes the next {@link readCatalog} look at the database. */
export function expireCatalog(databases: Databases): void {
  cacheOf(databases).stale = true;
}

/** Keeps the snapshot fresh by notification, so that a change made by another process is seen here at once. */
export function startCatalog(env: Env): { stop(): Promise<void> } {
  const listener = listen(env, liveChannel, (payload) => {
    // Empty after a reconnect: anything may have been missed.
    const topics = payload === '' ? ['*'] : liveMessage.parse(JSON.parse(payload)).topics;
    if (topics.includes('catalog') || topics.includes('*')) expireCatalog(env.databases);
  });
  return { stop: () => listener.close() };
}

function cacheOf(databases: Databases): Cache {
  const found = caches.get(databases);
  if (found) return found;
  const made: Cache = { catalog: null, read: undefined, checkedAt: -Infinity, stale: true, refreshing: null };
  caches.set(databases, made);
  return made;
}

async function refresh({ databases, log }: Pick<Env, 'databases' | 'log'>, cache: Cache): Promise<Catalog> {
  // Before the query: a change that comes while it runs must make the next read look again.
  cache.stale = false;
  // On intake's connections: signals are routed by the newest catalog however many reports keep the others busy.
  const { intake } = databases;
  try {
    if (cache.catalog === null || (await loadVersion(intake)) !== cache.catalog.version) {
      cache.read = await loadMoment(intake, cache.read);
      const { objects, version, unreadable, groupMembers } = cache.read;
      if (unreadable.length > 0) log.error({ objects: unreadable }, 'catalog objects that cannot be read');
      cache.catalog = new Catalog(objects, version, groupMembers);
    }
    cache.checkedAt = performance.now();
    return cache.catalog;
  } catch (error) {
    cache.stale = true;
    throw error;
  }
}
