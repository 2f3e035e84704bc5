import { Kysely, PostgresDialect, type RawBuilder } from 'kysely';
import type pg from 'pg';
import type { Databases } from './database.ts';
import { isPlanOutdated, prepared } from './prepared.ts';
import { forWriting } from './sight.ts';
import type { DB } from './tables.generated.ts';

/**
 * Sends a statement at once, behind those sent before and without waiting for them: statements sent together share a round trip. After
 * one that fails, PostgreSQL refuses the others and turns COMMIT into ROLLBACK.
 */
export type Send = <R>(statement: RawBuilder<R>) => Promise<readonly R[]>;

/** The ways to ask one connection: `db` when the statement gets its turn, `send` at once. */
export interface Queries {
  readonly db: Kysely<DB>;
  readonly send: Send;
}

/** An open transaction: its queries, and the database's time when it began. */
export interface OpenTransaction extends Queries {
  readonly now: Date;
}

/** What a transaction does, and what of it may travel with BEGIN and COMMIT. */
export interface Work<T, F> {
  /** A query that goes out with BEGIN; it cannot know the time. */
  readonly first?: ((queries: Queries) => Promise<F>) | undefined;
  readonly main: (open: OpenTransaction, first: F | undefined) => Promise<T>;
  /** Statements that need no answer before the end: they go out with COMMIT. */
  readonly last: (open: OpenTransaction, value: T) => readonly Promise<unknown>[];
}

/**
 * Runs `work` between BEGIN and COMMIT on one connection of the pool; rolls back when it throws. What a transaction waits for most is
 * its round trips: on a busy machine for its own process getting round to it. So BEGIN, the question for the time and the first query
 * are one, and so are the last statements and COMMIT.
 */
export async function runTransaction<T, F>(
  databases: Databases,
  pool: keyof Databases['pools'],
  { first, main, last }: Work<T, F>,
): Promise<T> {
  const client = await forWriting(async () => databases.pools[pool].connect());
  const queries = queriesOn(client);
  try {
    const [now, answer] = await Promise.all([begin(client), first?.(queries)]);
    const open = { ...queries, now };
    const value = await main(open, answer);
    const sent = last(open, value);
    const committing = client.query('commit');
    await settledInOrder([...sent, committing]);
    const { command } = await committing;
    // PostgreSQL completes COMMIT with a ROLLBACK where a statement had failed and nobody noticed.
    if (command !== 'COMMIT')
      throw new Error('the transaction was rolled back: a statement of it had failed');
    client.release();
    return value;
  } catch (error) {
    await giveBack(client, error);
    throw error;
  }
}

/**
 * Waits for all; throws what failed first in the order sent: every statement behind that one was refused, and its error knows nothing of
 * why.
 */
async function settledInOrder(sent: readonly Promise<unknown>[]): Promise<void> {
  const failed = (await Promise.allSettled(sent)).find(({ status }) => status === 'rejected');
  if (failed?.status === 'rejected') throw failed.reason;
}

/** Asks one question outside any transaction, prepared like those inside. */
export async function readOnce<R>(
  databases: Databases,
  pool: keyof Databases['pools'],
  statement: RawBuilder<R>,
): Promise<readonly R[]> {
  const { sql, parameters } = statement.compile(databases[pool]);
  const { rows } = await databases.pools[pool].query(prepared(sql, [...parameters]));
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- rows are what the statement says they are, as with Kysely
  return rows as R[];
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

/** A connection that cannot even roll back is not used again, nor is one whose kept plans no longer fit the tables. */
async function giveBack(client: pg.PoolClient, cause: unknown): Promise<void> {
  // A database that did not answer in time would not answer ROLLBACK either, and somebody waits for word.
  if (isUnanswered(cause)) return client.release(true);
  try {
    await client.query('rollback');
    client.release(isPlanOutdated(cause));
  } catch {
    client.release(true);
  }
}

function isUnanswered(cause: unknown): boolean {
  return cause instanceof Error && cause.message === 'Query read timeout';
}

const known = new WeakMap<pg.PoolClient, Queries>();

function queriesOn(client: pg.PoolClient): Queries {
  const found = known.get(client) ?? makeQueries(client);
  known.set(client, found);
  return found;
}

function makeQueries(client: pg.PoolClient): Queries {
  const borrowed = {
    query: async (text: string, values: unknown[]) => client.query(prepared(text, values)),
    release: (): void => undefined,
    get processID(): number | undefined {
      return undefined;
    },
  };
  // Of a pool, the dialect uses these two only.
  const pool = { connect: async () => borrowed, end: async () => undefined };
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  const kysely = new Kysely<DB>({ dialect: new PostgresDialect({ pool: pool as unknown as pg.Pool }) });
  const send = async <R>(statement: RawBuilder<R>): Promise<readonly R[]> => {
    const { sql, parameters } = statement.compile(kysely);
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- rows are what the statement says they are, as with Kysely
    return (await client.query(prepared(sql, [...parameters]))).rows as R[];
  };
  // A Kysely on one connection that somebody else has begun a transaction on; BEGIN and COMMIT are not asked of it.
  return { db: kysely, send };
}
