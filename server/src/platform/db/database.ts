import { Kysely, PostgresDialect } from 'kysely';
import pg from 'pg';
import type { Log } from '../log.ts';
import { mainSizes, type PoolSizes } from './connections.ts';
import { SightPool } from './sight.ts';
import type { DB } from './tables.generated.ts';

/** Where PostgreSQL is: a URL, or the parts of a socket connection. */
export type Connection =
  | { readonly url: string }
  | {
      readonly host: string;
      readonly port: number;
      readonly user: string;
      readonly database: string;
      readonly password?: string;
    };

type PoolName = 'web' | 'intake' | 'worker' | 'sent' | 'jobs';

/**
 * Five pools over one database, so that a slow screen starves neither intake nor paging.
 * `web`: screens and the API. `intake`: signals. `worker`: what jobs do, escalation, delivery. `sent`: which messages
 * have left; that is recorded at once, whatever else waits, since after a crash they would be sent again. `jobs`: which jobs are due, so
 * that a worker whose jobs use all of its connections still sees what comes.
 */
export interface Databases extends Readonly<Record<PoolName, Kysely<DB>>> {
  readonly connection: Connection;
  readonly pools: Readonly<Record<PoolName, pg.Pool>>;
  /** Ends every connection; one in the middle of a statement has {@link closeWithinMs} to come to its end, and is cut off then. */
  close(): Promise<void>;
}

/**
 * A statement that takes longer is cancelled and its caller gets 503; exports set their own. Of intake: Prometheus gives up on a request
 * after 10 s, and should have heard a 503 by then, whatever storage does.
 */
const statementTimeoutMs = {
  web: 15_000,
  intake: 4_000,
  worker: 20_000,
  sent: 20_000,
  jobs: 20_000,
} as const;
/** A database that does not even cancel has this much longer. */
const answerTimeoutMs = { web: 17_000, intake: 5_000, worker: 22_000, sent: 22_000, jobs: 22_000 } as const;
const connectTimeoutMs = 3_000;
const closeWithinMs = 500;
/**
 * Intake and jobs look rows up by key, by plans that are kept. One made while a table was nearly empty would scan it, and go on doing so
 * while a storm fills it; so on these connections a scan counts as costly. No plan is made anew for the values of a statement: planning
 * takes longer than storing a few alerts or claiming a few jobs.
 */
const byKey = '-c enable_seqscan=off -c plan_cache_mode=force_generic_plan';
const poolOptions = { web: '', intake: byKey, worker: '', sent: '', jobs: byKey } as const;

/**
 * A PostgreSQL that is not ours compiles a statement it holds for costly to machine code, each time anew: seconds for a batch of alerts,
 * whose scans only count as costly, and more than it saves for any statement here.
 */
const everywhere = '-c jit=off';

// Instants come back as Date, 64-bit integers as numbers (ids and counts stay far below 2^53).
pg.types.setTypeParser(pg.types.builtins.INT8, Number);

export function poolConfig(connection: Connection): pg.PoolConfig {
  const where = 'url' in connection ? { connectionString: connection.url } : { ...connection };
  return { ...where, connectionTimeoutMillis: connectTimeoutMs, keepAlive: true };
}

interface Opening {
  /** Left out: as for a process that answers and works. */
  readonly sizes?: PoolSizes;
  /** Further settings of each connection, as `-c name=value`. */
  readonly options?: string;
}

export function openDatabases(
  connection: Connection,
  log: Log,
  { sizes = mainSizes.all, options = '' }: Opening = {},
): Databases {
  let isClosing = false;
  const clients = new Set<pg.PoolClient>();
  const open = (name: PoolName): pg.Pool => {
    const pool = new (name === 'web' ? SightPool : pg.Pool)({
      ...poolConfig(connection),
      max: sizes[name],
      // Statements that do not wait for each other's answers travel together.
      pipeline: true,
      application_name: `fieldmarshal ${name}`,
      statement_timeout: statementTimeoutMs[name],
      query_timeout: answerTimeoutMs[name],
      idle_in_transaction_session_timeout: 30_000,
      options: `${everywhere} ${poolOptions[name]} ${options}`.trim(),
    });
    // Without a listener an idle connection that dies with the database would end the process.
    // A pool calls itself ended before its connections are, so a database that stops then would cut them off once more.
    pool.on('error', (error) => {
      if (!isClosing) log.warn({ pool: name, error: error.message }, 'database connection lost');
    });
    // The same for one that dies while a transaction holds it between two statements; the transaction fails by itself.
    pool.on('connect', (client) => {
      client.on('error', () => undefined);
      clients.add(client);
    });
    pool.on('remove', (client) => clients.delete(client));
    return pool;
  };
  const pools = {
    web: open('web'),
    intake: open('intake'),
    worker: open('worker'),
    sent: open('sent'),
    jobs: open('jobs'),
  };
  const kysely = (pool: pg.Pool): Kysely<DB> => new Kysely<DB>({ dialect: new PostgresDialect({ pool }) });
  return {
    connection,
    pools,
    web: kysely(pools.web),
    intake: kysely(pools.intake),
    worker: kysely(pools.worker),
    sent: kysely(pools.sent),
    jobs: kysely(pools.jobs),
    close: async () => {
      isClosing = true;
      const late = setTimeout(() => {
        for (const client of clients) client.connection.stream.destroy();
      }, closeWithinMs);
      await Promise.all(Object.values(pools).map((pool) => pool.end()));
      clearTimeout(late);
    },
  };
}
