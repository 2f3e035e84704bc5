import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  createLog,
  migrate,
  openDatabases,
  readMigrations,
  startEmbeddedPostgres,
  type Databases,
} from '../../server/src/platform/index.ts';

/** Runs `work` on a PostgreSQL of its own with the product's tables, and takes it away again. */
export async function withDatabase<T>(work: (databases: Databases) => Promise<T>): Promise<T> {
  const dataDir = await mkdtemp(join(tmpdir(), 'fm-bench-assist-'));
  const settings = { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' };
  const server = await startEmbeddedPostgres({ dataDir, settings, log: () => undefined });
  try {
    await migrate(server.connection, await readMigrations());
    const databases = openDatabases(server.connection, createLog('silent'));
    try {
      return await work(databases);
    } finally {
      await databases.close();
    }
  } finally {
    await server.stop('immediate');
    await rm(dataDir, { recursive: true, force: true });
  }
}
