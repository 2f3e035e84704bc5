// Applies all migrations to an empty database and writes what came out: the types that queries are checked against, and schema.sql for readers.
// `--check` writes nothing and fails when either is stale.
import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import pg from 'pg';
import { migrate, readMigrations } from '../server/src/platform/db/migrate.ts';
import { startEmbeddedPostgres } from '../server/src/platform/db/embedded/index.ts';
import { dumpSchema } from './schema-dump.ts';

const typesFile = new URL('../server/src/platform/db/tables.generated.ts', import.meta.url);
const schemaFile = new URL('../server/migrations/schema.sql', import.meta.url);
const run = promisify(execFile);

const dataDir = await mkdtemp(join(tmpdir(), 'fm-schema-'));
const server = await startEmbeddedPostgres({ dataDir, settings: { fsync: 'off' }, log: () => undefined });
try {
  await migrate(server.connection, await readMigrations());
  const client = new pg.Client(server.connection);
  await client.connect();
  const schema = await dumpSchema(client);
  await client.end();
  const { host, port, user, database } = server.connection;
  const out = join(dataDir, 'tables.ts');
  const url = `postgres://${user}@/${database}?host=${encodeURIComponent(host)}&port=${port}`;
  await run('kysely-codegen', [
    '--dialect',
    'postgres',
    '--url',
    url,
    '--out-file',
    out,
    '--exclude-pattern',
    'migration',
  ]);
  // 64-bit integers arrive as numbers on our connections (see platform/db/database.ts).
  const types = (await readFile(out, 'utf8')).replace(
    /export type Int8 = .*;/,
    'export type Int8 = ColumnType<number, number | bigint | string, number | bigint | string>;',
  );
  await emit(typesFile, types);
  await emit(schemaFile, schema);
} finally {
  await server.stop('immediate');
  await rm(dataDir, { recursive: true, force: true });
}

async function emit(file: URL, text: string): Promise<void> {
  if (!process.argv.includes('--check')) return writeFile(file, text);
  const old = await readFile(file, 'utf8').catch(() => '');
  if (old === text) return;
  console.error(`${file.pathname} is stale: run "npm run schema" and commit the result.`);
  process.exitCode = 1;
}
