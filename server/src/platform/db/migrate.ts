import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import type pg from 'pg';
import { AppError } from '../errors.ts';
import { connectTo, startFailure } from './connect.ts';
import type { Connection } from './database.ts';
import { advisoryLock } from './locks.ts';

export interface Migration {
  /** The file name, which starts with a UTC time stamp and decides the order. */
  readonly name: string;
  readonly sql: string;
  readonly sha256: string;
  /**
   * Set by a first line `-- breaking: what older versions could no longer do`: processes that do not know this migration stop with that
   * sentence. Left out: they go on beside it.
   */
  readonly breaking?: string | undefined;
}

const directory = new URL('../../../migrations/', import.meta.url);

/** All migrations in order; their names must be `YYYYMMDDhhmmss-what-it-does.sql`. */
export async function readMigrations(from: URL = directory): Promise<Migration[]> {
  const names = (await readdir(from)).filter((name) => /^\d{14}-[a-z0-9-]+\.sql$/.test(name)).sort();
  return Promise.all(
    names.map(async (name) => {
      const text = await readFile(new URL(name, from), 'utf8');
      const breaking = /^-- breaking: (.+)$/m.exec(text.split('\n', 1)[0] ?? '')?.[1]?.trim();
      return { name, sql: text, sha256: createHash('sha256').update(text).digest('hex'), breaking };
    }),
  );
}

/**
 * Brings the database up to date, each migration in a transaction of its own under an advisory lock, so that several servers may start
 * at once and a failing one leaves the state before it. Returns the names applied now.
 * Newer migrations that this version does not know are left alone, so that it can start beside, or again after, the next one. Throws
 * when an applied migration was edited, or one that it does not know is marked as breaking.
 */
export async function migrate(connection: Connection, migrations: readonly Migration[]): Promise<string[]> {
  const client = await connectTo(connection, 'fieldmarshal migrate');
  try {
    await client.query('select pg_advisory_lock($1)', [advisoryLock.migrate]);
    await client.query(migrationTable);
    const { rows } = await client.query<Applied>(
      'select name, sha256, breaking from migration order by name',
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
  } catch (error) {
    throw startFailure(error, connection);
  } finally {
    await client.end();
  }
}

/** The list of what was applied; `breaking` came later than the table. */
export const migrationTable = `
  create table if not exists migration (name text primary key, sha256 text not null, applied_at timestamptz not null);
  alter table migration add column if not exists breaking text`;

/** Views of what somebody may see get the columns that their tables have now. */
export async function refreshViews(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ is: boolean }>(
    `select to_regprocedure('seen.refresh()') is not null as is`,
  );
  if (rows[0]?.is === true) await client.query('select seen.refresh()');
}

interface Applied {
  readonly name: string;
  readonly sha256: string;
  readonly breaking: string | null;
}

function checkApplied(rows: readonly Applied[], migrations: readonly Migration[]): void {
  const known = new Map(migrations.map((migration) => [migration.name, migration.sha256]));
  for (const { name, sha256, breaking } of rows) {
    const ours = known.get(name);
    if (ours === undefined && breaking !== null) throw new AppError('refused', tooOld(name, breaking));
    if (ours !== undefined && ours !== sha256) {
      throw new AppError(
        'refused',
        `The migration ${name} was changed after it was applied. Restore the file as released.`,
      );
    }
  }
}

function tooOld(name: string, breaking: string): string {
  return `The database was migrated by a newer version of Fieldmarshal that this one cannot work beside (${name}: ${breaking}). Start that version, or restore a backup from before.`;
}

/**
 * The sentence with which a process of this version must stop: a migration that it does not know was applied and is marked as breaking.
 * Null: it may go on. Throws where storage does not answer, or was last migrated by a version without such marks.
 */
export async function breakingFor(
  pool: Pick<pg.Pool, 'query'>,
  migrations: readonly Migration[],
): Promise<string | null> {
  const { rows } = await pool.query<{ name: string; breaking: string }>(
    'select name, breaking from migration where breaking is not null and name <> all ($1) order by name limit 1',
    [migrations.map(({ name }) => name)],
  );
  return rows[0] === undefined ? null : tooOld(rows[0].name, rows[0].breaking);
}

async function applyOne(client: pg.Client, migration: Migration): Promise<void> {
  try {
    await client.query('begin');
    await client.query(migration.sql);
    await client.query(
      'insert into migration (name, sha256, applied_at, breaking) values ($1, $2, now(), $3)',
      [migration.name, migration.sha256, migration.breaking ?? null],
    );
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
