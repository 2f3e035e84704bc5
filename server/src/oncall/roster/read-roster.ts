import type { CatalogObject } from '@fieldmarshal/contract/catalog';
import type { RingingRules } from '@fieldmarshal/contract/oncall/own-rules';
import { sql } from 'kysely';
import { isDeepStrictEqual } from 'node:util';
import { readCatalog, type Catalog } from '#catalog';
import { readContacts } from '#delivery';
import { listen, liveChannel, liveMessage, type Databases, type Env, type Tx } from '#platform';
import { setHandoverTurn } from '../handover/task.ts';
import { overrideOf, type StoredOverride } from '../overrides/override-store.ts';
import { readChoices } from '../own-rules/choice-store.ts';
import { readWaiting, setBeside, type Waiting } from './beside.ts';
import type { Directory } from './roster.ts';

/** Overrides that old are read again before they are used, in case a notification was lost. */
const checkEveryMs = 1_000;

interface Cache {
  overrides: readonly StoredOverride[];
  waiting: readonly Waiting[];
  choices: ReadonlyMap<string, RingingRules>;
  /** On the monotonic clock of this process. */
  checkedAt: number;
  stale: boolean;
  refreshing: Promise<void> | null;
  merged: { readonly from: Catalog; readonly result: Catalog } | null;
}

const caches = new WeakMap<Databases, Cache>();

/**
 * The catalog as the pager sees it: each schedule with the overrides that were made beside its own rules, and with those who are
 * paged beside it ({@link besideOf}); each person with the rules that they chose themselves. As fresh as
 * {@link readCatalog}, and to be called like it before a transaction. Overrides for people who are gone do not count.
 */
export async function readRoster(env: Pick<Env, 'databases' | 'log'>): Promise<Catalog> {
  const cache = cacheOf(env.databases);
  const [catalog] = await Promise.all([readCatalog(env), freshen(env, cache)]);
  if (cache.overrides.length + cache.waiting.length + cache.choices.size === 0) return catalog;
  if (cache.merged?.from !== catalog) {
    const result = merged(catalog, cache);
    setBeside(result, cache.waiting);
    cache.merged = { from: catalog, result };
  }
  return cache.merged.result;
}

/** Who there is, as {@link readRoster}, and how each is reached. To be called before a transaction. */
export async function readDirectory(env: Pick<Env, 'databases' | 'log'>): Promise<Directory> {
  const [catalog, contacts] = await Promise.all([readRoster(env), readContacts(env)]);
  return { catalog, contacts };
}

/** To be called by whoever changes overrides: others see the change once it is committed. */
export function rosterChanged(tx: Tx): void {
  rosterTold(tx);
  setHandoverTurn(tx);
}

/** To be called by whoever changes who is paged beside others, or how somebody is rung. */
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
    choices: new Map(),
    checkedAt: -Infinity,
    stale: true,
    refreshing: null,
    merged: null,
  };
  caches.set(databases, made);
  return made;
}

async function freshen(env: Pick<Env, 'databases'>, cache: Cache): Promise<void> {
  // While a newer one is being read, the old one is no answer: the change may be the reader's own.
  const settled = !cache.stale && cache.refreshing === null;
  if (settled && performance.now() - cache.checkedAt < checkEveryMs) return;
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
    const [rows, waiting, choices] = await Promise.all([
      overrideRows(databases),
      readWaiting(databases.web),
      readChoices(databases.web),
    ]);
    const overrides = rows.map((row) => overrideOf(row));
    const isSame = isDeepStrictEqual([waiting, choices], [cache.waiting, cache.choices]);
    if (!isSame || !same(overrides, cache.overrides)) {
      cache.overrides = overrides;
      cache.waiting = waiting;
      cache.choices = choices;
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

function merged(catalog: Catalog, { overrides, choices }: Pick<Cache, 'overrides' | 'choices'>): Catalog {
  const bySchedule = Map.groupBy(
    overrides.filter(({ user }) => catalog.get('Person', user)),
    ({ schedule }) => schedule,
  );
  return catalog.of(
    catalog.all().map((object) => {
      if (object.kind === 'Person') return withChoice(object, choices.get(object.name));
      const more = object.kind === 'Schedule' ? bySchedule.get(object.name) : undefined;
      if (object.kind !== 'Schedule' || !more) return object;
      return { ...object, spec: { ...object.spec, overrides: [...object.spec.overrides, ...more] } };
    }),
  );
}

function withChoice(
  person: CatalogObject<'Person'>,
  choice: RingingRules | undefined,
): CatalogObject<'Person'> {
  if (choice === undefined) return person;
  const { quietHours: _, ...spec } = person.spec;
  const { notificationRules, quietHours } = choice;
  return { ...person, spec: { ...spec, notificationRules, ...(quietHours === null ? {} : { quietHours }) } };
}
