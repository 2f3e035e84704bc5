import { Kysely, PostgresDialect, type Transaction } from 'kysely';
import type pg from 'pg';
import type { Databases } from './database.ts';
import type { DB } from './tables.generated.ts';

/** An open transaction: its queries, and the database's time when it began. */
export interface OpenTransaction {
  readonly db: Transaction<DB>;
  readonly now: Date;
}

/**
 * Runs `work` between BEGIN and COMMIT on one connection of the pool; rolls back when it throws. BEGIN and the question for the time are
 * one round trip: under load, what a transaction waits for most is its own process getting round to it.
 */
export async function runTransaction<T>(
  databases: Databases,
  pool: keyof Databases['pools'],
  work: (open: OpenTransaction) => Promise<T>,
): Promise<T> {
  const client = await databases.pools[pool].connect();
  try {
    const now = await begin(client);
    const value = await work({ db: queriesOn(client), now });
    const { command } = await client.query('commit');
    // PostgreSQL completes COMMIT with a ROLLBACK where a statement had failed and nobody noticed.
    if (command !== 'COMMIT')
      throw new Error('the transaction was rolled back: a statement of it had failed');
    client.release();
    return value;
  } catch (error) {
    await giveBack(client);
    throw error;
  }
}

async function begin(client: pg.PoolClient): Promise<Date> {
  // Two statements in one query come back as two results, which the types of pg do not know.
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  const results = (await client.query('begin; select now() as now')) as unknown as pg.QueryResult<{
    now: Date;
  }>[];
  const now = results[1]?.rows[0]?.now;
  if (now === undefined) throw new Error('select now() gave no row');
  return now;
}

/** A connection that cannot even roll back is not used again. */
async function giveBack(client: pg.PoolClient): Promise<void> {
  try {
    await client.query('rollback');
    client.release();
  } catch {
    client.release(true);
  }
}

const queries = new WeakMap<pg.PoolClient, Kysely<DB>>();

function queriesOn(client: pg.PoolClient): Transaction<DB> {
  const found = queries.get(client) ?? makeQueries(client);
  queries.set(client, found);
  // A Kysely on one connection that somebody else has begun a transaction on; BEGIN and COMMIT are not asked of it.
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  return found as Transaction<DB>;
}

function makeQueries(client: pg.PoolClient): Kysely<DB> {
  const borrowed = {
    query: client.query.bind(client),
    release: (): void => undefined,
    get processID(): number | undefined {
      return undefined;
    },
  };
  // Of a pool, the dialect uses these two only.
  const pool = { connect: async () => borrowed, end: async () => undefined };
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  return new Kysely<DB>({ dialect: new PostgresDialect({ pool: pool as unknown as pg.Pool }) });
}
