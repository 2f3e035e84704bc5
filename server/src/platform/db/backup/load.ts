import pg from 'pg';
import { AppError } from '../../errors.ts';
import { connectTo } from '../connect.ts';
import type { Connection } from '../database.ts';
import { advisoryLock } from '../locks.ts';
import { migrationTable, refreshViews, type Migration } from '../migrate.ts';
import type { Manifest } from './format.ts';
import { checkBackup, readBackup } from './read.ts';
import { tablesQuery, type BackupSummary } from './dump.ts';

const batch = { rows: 2_000, bytes: 2 * 1024 * 1024 } as const;

/**
 * Fills an empty database from a backup and brings it up to this version, all in one transaction: after a refusal or a fault everything
 * is as it was. Refuses a database that has tables, a backup of a newer version, and a damaged file. Sequences go on where they stood.
 */
export async function restore(
  connection: Connection,
  file: string,
  migrations: readonly Migration[],
): Promise<BackupSummary> {
  const manifest = await checkBackup(file);
  const plan = planMigrations(manifest, migrations);
  const client = await connectTo(connection, 'fieldmarshal restore');
  try {
    await client.query('begin');
    await client.query(`select pg_advisory_xact_lock(${advisoryLock.migrate})`);
    await client.query(readSettings);
    await refuseTables(client);
    await makeTables(client, plan.before, manifest);
    const { ours, leftOut } = await oursOf(client, manifest);
    const rows = await fill(client, file, ours);
    for (const { name, value, called } of ours.sequences)
      await client.query('select setval($1::regclass, $2::bigint, $3)', [
        `public.${pg.escapeIdentifier(name)}`,
        value,
        called,
      ]);
    for (const migration of plan.after) await runMigration(client, migration);
    await refreshViews(client);
    await client.query('insert into restored (restored_at, taken_at) values (now(), $1)', [manifest.takenAt]);
    await client.query('commit');
    return { takenAt: manifest.takenAt, tables: ours.tables.length, rows, leftOut };
  } catch (error) {
    await client.query('rollback').catch(() => undefined);
    throw error;
  } finally {
    await client.end();
  }
}

/** As the backup was printed; see dump.ts. */
const readSettings = `
  set local statement_timeout = 0; set local idle_in_transaction_session_timeout = 0; set local timezone = 'UTC';
  set local datestyle = 'ISO, YMD'; set local intervalstyle = 'postgres'`;

interface MigrationPlan {
  /** Those that made the tables of the backup. */
  readonly before: readonly Migration[];
  /** Those that came later. */
  readonly after: readonly Migration[];
}

function planMigrations(manifest: Manifest, migrations: readonly Migration[]): MigrationPlan {
  const known = new Map(migrations.map((migration) => [migration.name, migration]));
  const before = manifest.migrations.map(({ name, sha256 }) => {
    const migration = known.get(name);
    if (migration?.sha256 === sha256) return migration;
    throw new AppError(
      'refused',
      migration
        ? `The backup was made with another form of the migration ${name}. Restore it with the version that made it.`
        : `The backup was made by a newer version of Fieldmarshal (it has ${name}). Restore it with that version.`,
    );
  });
  const done = new Set(before);
  return { before, after: migrations.filter((migration) => !done.has(migration)) };
}

async function refuseTables(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ name: string }>(
    `select relname as name from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r', 'p') limit 1`,
  );
  if (!rows[0]) return;
  throw new AppError(
    'refused',
    `The database is not empty (it has the table ${rows[0].name}). Restore into a new data directory or a new database. Nothing was restored.`,
  );
}

async function makeTables(
  client: pg.Client,
  migrations: readonly Migration[],
  manifest: Manifest,
): Promise<void> {
  await client.query(migrationTable);
  const appliedAt = new Map(manifest.migrations.map((applied) => [applied.name, applied.appliedAt]));
  for (const migration of migrations) {
    await client.query(migration.sql);
    await note(client, migration, appliedAt.get(migration.name) ?? null);
  }
}

async function runMigration(client: pg.Client, migration: Migration): Promise<void> {
  await client.query(migration.sql);
  await note(client, migration, null);
}

/** `at`: null = now. */
async function note(
  client: pg.Client,
  { name, sha256, breaking }: Migration,
  at: string | null,
): Promise<void> {
  await client.query(
    'insert into migration (name, sha256, applied_at, breaking) values ($1, $2, coalesce($3, now()), $4)',
    [name, sha256, at, breaking ?? null],
  );
}

/** What the migrations made, and the tables that somebody else had put beside them: those cannot be made here, and are left out. */
async function oursOf(
  client: pg.Client,
  manifest: Manifest,
): Promise<{ ours: Manifest; leftOut: readonly string[] }> {
  const { rows } = await client.query<{ name: string }>(
    `select relname as name from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r', 'p', 'S')`,
  );
  const made = new Set(rows.map(({ name }) => name));
  return {
    ours: {
      ...manifest,
      tables: manifest.tables.filter(({ name }) => made.has(name)),
      sequences: manifest.sequences.filter(({ name }) => made.has(name)),
    },
    leftOut: manifest.tables.filter(({ name }) => !made.has(name)).map(({ name }) => name),
  };
}

/** Loads all rows with foreign keys and triggers away: rows come in no order, and triggers did their work when they were first stored. */
async function fill(client: pg.Client, file: string, manifest: Manifest): Promise<number> {
  const tables = manifest.tables.map(({ name }) => pg.escapeIdentifier(name));
  const { rows: keys } = await client.query<{ name: string; table: string; definition: string }>(
    `select conname as name, conrelid::regclass::text as table, pg_get_constraintdef(oid) as definition
     from pg_constraint where contype = 'f' and connamespace = 'public'::regnamespace and conparentid = 0`,
  );
  for (const key of keys)
    await client.query(`alter table ${key.table} drop constraint ${pg.escapeIdentifier(key.name)}`);
  for (const table of tables) await client.query(`alter table ${table} disable trigger user`);
  // Migrations may have brought rows of their own; those of the backup are newer.
  if (tables.length > 0) await client.query(`truncate ${tables.join(', ')}`);
  let rows = 0;
  const targets = await tablesOf(client, manifest);
  for await (const { table, lines } of batches(file)) {
    const target = targets.get(table.name);
    if (target === undefined) continue;
    await insertRows(client, target, lines);
    rows += lines.length;
  }
  for (const table of tables) await client.query(`alter table ${table} enable trigger user`);
  for (const key of keys)
    await client.query(
      `alter table ${key.table} add constraint ${pg.escapeIdentifier(key.name)} ${key.definition}`,
    );
  return rows;
}

/** The tables as the migrations made them: types come from here, never from the file. */
async function tablesOf(
  client: pg.Client,
  manifest: Manifest,
): Promise<Map<string, Manifest['tables'][number]>> {
  const { rows } = await client.query<Manifest['tables'][number]>(tablesQuery);
  const shape = (tables: Manifest['tables']): string =>
    JSON.stringify(tables.map(({ name, columns }) => [name, ...columns.map((column) => column.name)]));
  if (shape(rows) === shape(manifest.tables)) return new Map(rows.map((table) => [table.name, table]));
  throw new AppError(
    'invalid',
    'The backup does not have the tables that its migrations make. Nothing was restored.',
  );
}

interface Batch {
  readonly table: Manifest['tables'][number];
  readonly lines: readonly string[];
}

async function* batches(file: string): AsyncGenerator<Batch> {
  let table: Manifest['tables'][number] | undefined;
  let lines: string[] = [];
  let bytes = 0;
  for await (const part of readBackup(file)) {
    const isFull = lines.length >= batch.rows || bytes >= batch.bytes;
    if (table && lines.length > 0 && (isFull || 'table' in part)) {
      yield { table, lines };
      lines = [];
      bytes = 0;
    }
    if ('table' in part) ({ table } = part);
    if ('row' in part) {
      lines.push(part.row);
      bytes += part.row.length;
    }
  }
  if (table && lines.length > 0) yield { table, lines };
}

async function insertRows(client: pg.Client, table: Batch['table'], lines: readonly string[]): Promise<void> {
  const names = table.columns.map(({ name }) => pg.escapeIdentifier(name)).join(', ');
  const values = table.columns.map(({ type }, index) => `(r ->> ${index})::${type}`).join(', ');
  await client.query({
    text: `insert into ${pg.escapeIdentifier(table.name)} (${names}) overriding system value
           select ${values} from json_array_elements($1::json) as r`,
    values: [`[${lines.join(',')}]`],
  });
}
