import { access, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Config } from '../../config.ts';
import { lockDataDirectory } from '../../data-lock.ts';
import { AppError } from '../../errors.ts';
import type { Connection } from '../database.ts';
import { databaseName, userName } from '../embedded/cluster.ts';
import { startEmbeddedPostgres } from '../embedded/index.ts';
import { readPostmasterFile } from '../embedded/postmaster-file.ts';

type Where = Pick<Config, 'data' | 'databaseUrl'>;

/**
 * Runs `work` on the database that a server with this configuration uses. An embedded one is joined where a server runs on the data
 * directory, else started for this. Refuses a directory that holds no database.
 */
export async function withDatabase<T>(
  where: Where,
  work: (connection: Connection) => Promise<T>,
): Promise<T> {
  if (where.databaseUrl !== undefined) return work({ url: where.databaseUrl });
  await access(join(where.data, 'postgresql', 'PG_VERSION')).catch(() => {
    throw new AppError(
      'not-found',
      `There is no database in ${where.data}. Name the right one with --data, or with DATABASE_URL.`,
    );
  });
  const lock = await lockDataDirectory(where.data).catch((error: unknown) => {
    if (error instanceof AppError && error.code === 'conflict') return null;
    throw error;
  });
  return lock ? withStarted(where.data, { lock, work }) : work(await runningConnection(where.data));
}

/** The same for a database that need not exist yet, and that no server may be using. */
export async function withOwnDatabase<T>(
  where: Where,
  work: (connection: Connection) => Promise<T>,
): Promise<T> {
  if (where.databaseUrl !== undefined) return work({ url: where.databaseUrl });
  return withStarted(where.data, { lock: await lockDataDirectory(where.data), work });
}

interface Started<T> {
  readonly lock: { release(): Promise<void> };
  readonly work: (connection: Connection) => Promise<T>;
}

async function withStarted<T>(dataDir: string, { lock, work }: Started<T>): Promise<T> {
  try {
    const postgres = await startEmbeddedPostgres({ dataDir, log: () => undefined });
    try {
      return await work(postgres.connection);
    } finally {
      await postgres.stop();
    }
  } finally {
    await lock.release();
  }
}

async function runningConnection(dataDir: string): Promise<Connection> {
  const file = await readPostmasterFile(join(dataDir, 'postgresql'));
  if (!file?.host) {
    const sentence = `A server on ${dataDir} is starting or stopping at this moment. Please try again.`;
    throw new AppError('unavailable', sentence);
  }
  const { host, port } = file;
  const password = await readFile(join(dataDir, 'postgresql.password'), 'utf8').catch(() => null);
  return { host, port, user: userName, database: databaseName, ...(password === null ? {} : { password }) };
}
