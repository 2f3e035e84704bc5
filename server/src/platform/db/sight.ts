import { AsyncLocalStorage } from 'node:async_hooks';
import type { Actor } from '@fieldmarshal/contract';
import pg from 'pg';

/** What somebody may see and where they may act, beside what their roles allow. */
export interface Sight {
  /** Null: a token of nobody. */
  readonly person: string | null;
  /** Restricted environments they have no clearance for: incidents there do not exist for them. */
  readonly hiddenEnvironments: readonly string[];
  /** Work on incidents of these teams and environments only; null: everywhere. */
  readonly scope: {
    readonly teams: readonly string[] | null;
    /** What those teams own. */
    readonly products: readonly string[];
    readonly environments: readonly string[] | null;
  } | null;
}

/** Kept beside the actor, not in it: logs and events store actors, and a clearance changes while a session lasts. */
const sights = new WeakMap<Actor, Sight>();
const current = new AsyncLocalStorage<Sight>();

/** How far this very actor sees; undefined for the system, and where nothing is hidden from anybody. */
export function sightOf(actor: Actor): Sight | undefined {
  return sights.get(actor);
}

/**
 * Runs `work` with rows filtered for the actor, on every connection of the pool `web` that it takes: the same names of tables mean
 * views without what the actor may not see. Work without a sight sees all.
 */
export function withSight<T>(actor: Actor, sight: Sight, work: () => T): T {
  sights.set(actor, sight);
  return current.run(sight, work);
}

/** Forgets an earlier sight: nothing is hidden from this actor now. */
export function withoutSight(actor: Actor): void {
  sights.delete(actor);
}

type Side = 'reading' | 'writing';
const side = new AsyncLocalStorage<Side>();

/** Takes a connection for a transaction: rows are filtered, but columns that only a reader must not see are there to be written. */
export async function forWriting<T>(take: () => Promise<T>): Promise<T> {
  return side.run('writing', take);
}

/** What a connection was last told, where it was told anything. */
const told = new WeakMap<pg.PoolClient, string>();

/** A pool whose connections look as far as whoever takes them. Costs nothing while nobody's sight is limited. */
export class SightPool extends pg.Pool {
  override connect(): Promise<pg.PoolClient>;
  override connect(
    callback: (error: Error | undefined, client: pg.PoolClient | undefined, done: () => void) => void,
  ): void;
  override connect(
    callback?: (error: Error | undefined, client: pg.PoolClient | undefined, done: () => void) => void,
  ): Promise<pg.PoolClient> | void {
    const taken = super.connect().then(look);
    if (callback === undefined) return taken;
    void handTo(callback, taken);
  }
}

/** The way `pool.query` takes a connection. */
async function handTo(
  callback: (error: Error | undefined, client: pg.PoolClient | undefined, done: () => void) => void,
  taken: Promise<pg.PoolClient>,
): Promise<void> {
  let client: pg.PoolClient;
  try {
    client = await taken;
  } catch (error) {
    callback(error instanceof Error ? error : new Error(String(error)), undefined, () => undefined);
    return;
  }
  callback(undefined, client, (error?: Error | boolean) => client.release(error));
}

/** Tells the connection who looks, unless it knows. One that cannot be told is not used: it might show too much. */
async function look(client: pg.PoolClient): Promise<pg.PoolClient> {
  const sight = current.getStore();
  const wanted = sight === undefined ? undefined : JSON.stringify([sight, side.getStore()]);
  if (told.get(client) === wanted) return client;
  try {
    await client.query(
      `select set_config('fieldmarshal.person', $2, false), set_config('fieldmarshal.hidden', $3, false),
        set_config('search_path', $1 || (select reset_val from pg_settings where name = 'search_path'), false)`,
      [pathOf(sight), sight?.person ?? '', JSON.stringify(sight?.hiddenEnvironments ?? [])],
    );
  } catch (error) {
    client.release(true);
    throw error;
  }
  if (wanted === undefined) told.delete(client);
  else told.set(client, wanted);
  return client;
}

/** Schemas to look into before those that the connection looks into anyway. */
function pathOf(sight: Sight | undefined): string {
  if (sight === undefined) return '';
  return side.getStore() === 'writing' ? 'seen, ' : 'seen_links, seen, ';
}
