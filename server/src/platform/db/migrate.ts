import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import pg from 'pg';
import { AppError } from '../errors.ts';
import { poolConfig, type Connection } from './database.ts';
import { advisoryLock } from './locks.ts';

export interface Migration {
  /** The file name, which starts with a UTC time stamp and decides the order. */
  readonly name: string;
  readonly sql: string;
  readonly sha256: string;
}

const directory = new URL('../../../migrations/', import.meta.url);

/** All migrations in order; their names must be `YYYYMMDDhhmmss-what-it-does.sql`. */
export async function readMigrations(from: URL = directory): Promise<Migration[]> {
  const names = (await readdir(from)).filter((name) => /^\d{14}-[a-z0-9-]+\.sql$/.test(name)).sort();
  return Promise.all(
    names.map(async (name) => {
      const text = await readFile(new URL(name, from), 'utf8');
      return { name, sql: text, sha256: createHash('sha256').update(text).digest('hex') };
    }),
  );
}

/**
 * Brings the database up to date, each migration in a transaction of its own under an advisory lock, so that several servers may start
 * at once and a failing one leaves the state before it. Returns the names applied now.
 * Throws when an applied migration was edited, or the database was migrated by a newer version.
 */
export async function migrate(connection: Connection, migrations: readonly Migration[]): Promise<string[]> {
  const client = new pg.Client({ ...poolConfig(connection), application_name: 'fieldmarshal migrate' });
  client.on('error', () => undefined);
  await client.connect();
  try {
    await client.query('select pg_advisory_lock($1)', [advisoryLock.migrate]);
    await client.query(
      'create table if not exists migration (name text primary key, sha256 text not null, applied_at timestamptz not null)',
    );
    const { rows } = await client.query<{ name: string; sha256: string }>(
      'select name, sha256 from migration order by name',
    );
    checkApplied(rows, migrations);
    const done = new Set(rows.map((row) => row.name));
    const applied: string[] = [];
    for (const migration of migrations) {
      if (done.has(migration.name)) continue;
      await applyOne(client, migration);
      applied.push(migration.name);
    }
    if (applied.length > 0) await refreshViews(client);
    return applied;
  } finally {
    await client.end();
  }
}

/** Views of what somebody may see get the columns that their tables have now. */
async function refreshViews(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ is: boolean }>(
    `select to_regprocedure('seen.refresh()') is not null as is`,
  );
  if (rows[0]?.is === true) await client.query('select seen.refresh()');
}

function checkApplied(
  rows: readonly { name: string; sha256: string }[],
  migrations: readonly Migration[],
): void {
  const known = new Map(migrations.map((migration) => [migration.name, migration.sha256]));
  for (const row of rows) {
    const sha256 = known.get(row.name);
    if (sha256 === undefined) {
      throw new AppError(
        'refused',
        `The database was migrated by a newer version of Fieldmarshal (it has ${row.name}). Start that version, or restore a backup from before.`,
      );
    }
    if (sha256 !== row.sha256) {
      throw new AppError(
        'refused',
        `The migration ${row.name} was changed after it was applied. Restore the file as released.`,
      );
    }
  }
}

async function applyOne(client: pg.Client, migration: Migration): Promise<void> {
  try {
    await client.query('begin');
    await client.query(migration.sql);
    await client.query('insert into migration (name, sha256, applied_at) values ($1, $2, now())', [
      migration.name,
      migration.sha256,
    ]);
    await client.query('commit');
  } catch (error) {
    await client.query('rollback').catch(() => undefined);
    throw new AppError(
      'refused',
      `The migration ${migration.name} failed and was rolled back: ${error instanceof Error ? error.message : String(error)}. The database is as it was before.`,
      { cause: error },
    );
  }
}
