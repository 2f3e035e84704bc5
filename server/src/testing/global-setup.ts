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
  const admin = new pg.Client(
    'url' in server.connection ? { connectionString: server.connection.url } : server.connection,
  );
  await admin.connect();
  await admin.query(`create database ${template}`);
  await admin.end();
  const connection = onDatabase(server.connection, template);
  await migrate(connection, await readMigrations());
  const databases = openDatabases(connection, createLog('silent'));
  await databases.pools.web.query(mockTimeSql);
  await databases.close();
  project.provide('connection', server.connection);
  project.provide('template', template);
  return () => server.stop();
}

export function onDatabase(connection: Connection, database: string): Connection {
  if (!('url' in connection)) return { ...connection, database };
  const url = new URL(connection.url);
  url.pathname = `/${database}`;
  return { url: url.href };
}

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
      await server.stop('immediate');
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}
