import { existsSync } from 'node:fs';
import { mkdtemp, readdir, rm, statfs } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import type { TestProject } from 'vitest/node';
import { migrate, openDatabases, readMigrations, createLog, type Connection } from '#platform';
import { startEmbeddedPostgres } from '../platform/db/embedded/index.ts';
import { mockTimeSql } from './mock-time.ts';

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

/** Every test has a database of its own, some thousand files: on a disk these would cost most of the run. */
async function quickFolder(): Promise<string> {
  const memory = '/dev/shm';
  const { bavail, bsize } = await statfs(memory).catch(() => ({ bavail: 0, bsize: 0 }));
  if (bavail * bsize < neededBytes) return tmpdir();
  await removeLeft(memory);
  return memory;
}

/** More than the databases of two test files at a time and their log take. */
const neededBytes = 6 * 1024 ** 3;

/** What runs that were killed have left would keep its memory until the machine restarts. */
async function removeLeft(memory: string): Promise<void> {
  for (const name of await readdir(memory)) {
    const [, pid] = /^fm-test-(\d+)-/.exec(name) ?? [];
    if (pid !== undefined && !existsSync(`/proc/${pid}`))
      await rm(join(memory, name), { recursive: true, force: true });
  }
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
