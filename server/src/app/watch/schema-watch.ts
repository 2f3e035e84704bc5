import pg from 'pg';
import {
  breakingFor,
  poolConfig,
  processName,
  type Config,
  type Connection,
  type Log,
  type Migration,
} from '#platform';

const lookEveryMs = 5_000;

/**
 * Looks every five seconds whether a newer version has migrated the database in a way that this process cannot work with. By a
 * connection of its own: where storage does not answer, nothing follows from that.
 */
export function watchSchema(
  { connection, log, role }: { connection: Connection; log: Log; role: Config['role'] },
  migrations: readonly Migration[],
): { readonly mustEnd: Promise<string>; stop(): Promise<void> } {
  const pool = new pg.Pool({
    ...{ ...poolConfig(connection), max: 1, application_name: processName(role) },
    // Kept also between two looks that come late: by it processes are counted.
    idleTimeoutMillis: 0,
  });
  pool.on('error', () => undefined);
  const { promise, resolve } = Promise.withResolvers<string>();
  const look = async (): Promise<void> => {
    try {
      const sentence = await breakingFor(pool, migrations);
      if (sentence === null) return;
      log.fatal({ sentence }, 'a newer version has migrated the database; this process ends');
      resolve(sentence);
    } catch (error) {
      log.debug({ error: String(error) }, 'the schema cannot be looked at');
    }
  };
  const timer = setInterval(() => void look(), lookEveryMs);
  return {
    mustEnd: promise,
    stop: async () => {
      clearInterval(timer);
      await pool.end();
    },
  };
}
