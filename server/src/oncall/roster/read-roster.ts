import { sql } from 'kysely';
import { isDeepStrictEqual } from 'node:util';
import { Catalog, readCatalog } from '#catalog';
import { listen, liveChannel, liveMessage, type Databases, type Env, type Tx } from '#platform';
import { setHandoverTurn } from '../handover/task.ts';
import { overrideOf, type StoredOverride } from '../overrides/override-store.ts';
import { readWaiting, setBeside, type Waiting } from './beside.ts';

/** Overrides that old are read again before they are used, in case a notification was lost. */
const checkEveryMs = 1_000;

interface Cache {
  overrides: readonly StoredOverride[];
  waiting: readonly Waiting[];
  /** On the monotonic clock of this process. */
  checkedAt: number;
  stale: boolean;
  refreshing: Promise<void> | null;
  merged: { readonly from: Catalog; readonly result: Catalog } | null;
}

const caches = new WeakMap<Databases, Cache>();

/**
 * The catalog as the pager sees it: each schedule with the overrides that were made beside its own rules, and with those who are
 * paged beside it ({@link besideOf}). As fresh as
 * {@link readCatalog}, and to be called like it before a transaction. Overrides for people who are gone do not count.
 */
export async function readRoster(env: Pick<Env, 'databases' | 'log'>): Promise<Catalog> {
  const cache = cacheOf(env.databases);
  const [catalog] = await Promise.all([readCatalog(env), freshen(env, cache)]);
  if (cache.overrides.length + cache.waiting.length === 0) return catalog;
  if (cache.merged?.from !== catalog) {
    const result = withOverrides(catalog, cache.overrides);
    setBeside(result, cache.waiting);
    cache.merged = { from: catalog, result };
  }
  return cache.merged.result;
}

/** To be called by whoever changes overrides: others see the change once it is committed. */
export function rosterChanged(tx: Tx): void {
  rosterTold(tx);
  setHandoverTurn(tx);
}

/** To be called by whoever changes who is paged beside others. */
export function rosterTold(tx: Tx): void {
  tx.changed('oncall');
  tx.afterCommit(() => expire(tx.ctx.env.databases));
}

/** Keeps overrides fresh by notification, so that a change made by another process is seen here at once. */
export function startRoster(env: Env): { stop(): Promise<void> } {
  const listener = listen(env, liveChannel, (payload) => {
    // Empty after a reconnect: anything may have been missed.
    const topics = payload === '' ? ['*'] : liveMessage.parse(JSON.parse(payload)).topics;
    if (topics.includes('oncall') || topics.includes('*')) expire(env.databases);
  });
  return { stop: () => listener.close() };
}

function expire(databases: Databases): void {
  cacheOf(databases).stale = true;
}

function cacheOf(databases: Databases): Cache {
  const found = caches.get(databases);
  if (found) return found;
  const made: Cache = {
    overrides: [],
    waiting: [],
    checkedAt: -Infinity,
    stale: true,
    refreshing: null,
    merged: null,
  };
  caches.set(databases, made);
  return made;
}

async function freshen(env: Pick<Env, 'databases'>, cache: Cache): Promise<void> {
  if (!cache.stale && performance.now() - cache.checkedAt < checkEveryMs) return;
  // A refresh under way when the change was announced may have read the state before it.
  if (cache.stale && cache.refreshing) await cache.refreshing.catch(() => undefined);
  cache.refreshing ??= refresh(env, cache).finally(() => {
    cache.refreshing = null;
  });
  await cache.refreshing;
}

async function refresh({ databases }: Pick<Env, 'databases'>, cache: Cache): Promise<void> {
  // Before the query: a change that comes while it runs must make the next read look again.
  cache.stale = false;
  try {
    const [rows, waiting] = await Promise.all([overrideRows(databases), readWaiting(databases.web)]);
    const overrides = rows.map((row) => overrideOf(row));
    if (!same(overrides, cache.overrides) || !isDeepStrictEqual(waiting, cache.waiting)) {
      cache.overrides = overrides;
      cache.waiting = waiting;
      cache.merged = null;
    }
    cache.checkedAt = performance.now();
  } catch (error) {
    cache.stale = true;
    throw error;
  }
}

/** What lies further back is on record as it was. */
async function overrideRows(databases: Databases) {
  return databases.web
    .selectFrom('schedule_override')
    .selectAll()
    .where('end_at', '>', sql<Date>`now() - interval '40 days'`)
    .whereRef('end_at', '>', 'start_at')
    .orderBy('n')
    .execute();
}

function same(a: readonly StoredOverride[], b: readonly StoredOverride[]): boolean {
  return (
    a.length === b.length && a.every(({ id, end }, index) => b[index]?.id === id && b[index].end === end)
  );
}

function withOverrides(catalog: Catalog, overrides: readonly StoredOverride[]): Catalog {
  const bySchedule = Map.groupBy(
    overrides.filter(({ user }) => catalog.get('Person', user)),
    ({ schedule }) => schedule,
  );
  return new Catalog(
    catalog.all().map((object) => {
      if (object.kind !== 'Schedule') return object;
      const more = bySchedule.get(object.name);
      if (!more) return object;
      return { ...object, spec: { ...object.spec, overrides: [...object.spec.overrides, ...more] } };
    }),
    catalog.version,
  );
}
