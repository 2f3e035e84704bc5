import { mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import pg from 'pg';
import type { TestProject } from 'vitest/node';
import { migrate, openDatabases, readMigrations, createLog, type Connection } from '#platform';
import { startEmbeddedPostgres } from '../platform/db/embedded/index.ts';
import { mockTimeSql } from './mock-time.ts';
import { quickFolder } from './quick-folder.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    connection: Connection;
    template: string;
  }
}

/** Starts one PostgreSQL for the run (or takes `DATABASE_URL`) and prepares the template every test file clones. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const url = process.env['DATABASE_URL'];
  const server = url ? { connection: { url }, stop: async () => undefined } : await startEmbedded();
  const template = `fm_template_${process.pid}`;
  await ask(server.connection, `create database ${template}`);
  const connection = onDatabase(server.connection, template);
  await migrate(connection, await readMigrations());
  const databases = openDatabases(connection, createLog('silent'));
  await databases.pools.web.query(mockTimeSql);
  await databases.close();
  project.provide('connection', server.connection);
  project.provide('template', template);
  return () => server.stop();
}

/** One statement by a connection of its own. */
export async function ask(connection: Connection, statement: string): Promise<unknown[]> {
  const client = new pg.Client('url' in connection ? { connectionString: connection.url } : connection);
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(statement)).rows;
  } finally {
    await client.end();
  }
}

export function onDatabase(connection: Connection, database: string): Connection {
  if (!('url' in connection)) return { ...connection, database };
  const url = new URL(connection.url);
  url.pathname = `/${database}`;
  return { url: url.href };
}

// Each keeps its connections, so where some are left the next tests may find none.
const ofTests = `select datname from pg_database where datname ~ '^fm_(test|empty)_'`;

async function startEmbedded(): Promise<{ connection: Connection; stop: () => Promise<void> }> {
  const dataDir = await mkdtemp(join(await quickFolder(), `fm-test-${process.pid}-`));
  // The cluster is thrown away after the run, so durability would only cost time.
  const settings = {
    fsync: 'off',
    synchronous_commit: 'off',
    full_page_writes: 'off',
    max_connections: '400',
  };
  const server = await startEmbeddedPostgres({ dataDir, settings, log: () => undefined });
  return {
    connection: server.connection,
    stop: async () => {
      const left = await ask(server.connection, ofTests);
      await server.stop('immediate');
      await rm(dataDir, { recursive: true, force: true });
      if (left.length > 0)
        throw new Error(`${left.length} databases of tests were not dropped when these ended`);
    },
  };
}
