import { createHash, type Hash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { access, open, rename, rm } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import pg from 'pg';
import { AppError } from '../../errors.ts';
import { connectTo } from '../connect.ts';
import type { Connection } from '../database.ts';
import { formatName, formatVersion, type Manifest } from './format.ts';

export interface BackupSummary {
  readonly takenAt: string;
  readonly tables: number;
  readonly rows: number;
  /** Of a restore: tables of the backup that are not of Fieldmarshal. */
  readonly leftOut?: readonly string[];
}

/** Rows are fetched so many at a time that a batch stays near this size. */
const batchBytes = 2 * 1024 * 1024;
const batchRows = { first: 16, most: 5_000 } as const;

/**
 * Writes everything in the database, as of one moment, to a new file; the server may run meanwhile. The file appears when it is whole and
 * on disk. Refuses to replace a file.
 */
export async function backUp(connection: Connection, file: string): Promise<BackupSummary> {
  if (await exists(file)) throw new AppError('conflict', `${file} exists already: name a new file.`);
  const partial = `${file}.partial`;
  const client = await connectTo(connection, 'fieldmarshal backup');
  try {
    const dump = new Dump(client);
    // Readable by its owner only: it holds what the database holds, hashes of passwords and keys included.
    await pipeline(dump.lines(), createGzip({ level: 6 }), createWriteStream(partial, { mode: 0o600 }));
    await sync(partial);
    await rename(partial, file);
    return dump.summary;
  } catch (error) {
    await rm(partial, { force: true });
    throw error;
  } finally {
    await client.end();
  }
}

async function exists(file: string): Promise<boolean> {
  return access(file).then(
    () => true,
    () => false,
  );
}

async function sync(file: string): Promise<void> {
  const handle = await open(file, 'r+');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** One snapshot being written out. */
class Dump {
  readonly #client: pg.Client;
  readonly #hash: Hash = createHash('sha256');
  #rows = 0;
  #manifest: Manifest | undefined;

  constructor(client: pg.Client) {
    this.#client = client;
  }

  get summary(): BackupSummary {
    const { takenAt = '', tables = [] } = this.#manifest ?? {};
    return { takenAt, tables: tables.length, rows: this.#rows };
  }

  async *lines(): AsyncGenerator<Buffer> {
    await this.#client.query('begin isolation level repeatable read read only');
    await this.#client.query(printSettings);
    const manifest = await readManifest(this.#client);
    this.#manifest = manifest;
    yield this.#line(manifest);
    for (const table of manifest.tables) {
      yield this.#line({ table: table.name });
      let rows = 0;
      for await (const batch of this.#batches(table)) {
        rows += batch.length;
        yield this.#text(`${batch.join('\n')}\n`);
      }
      this.#rows += rows;
      yield this.#line({ rows });
    }
    const sha256 = this.#hash.digest('hex');
    yield Buffer.from(`${JSON.stringify({ end: true, sha256 })}\n`);
    await this.#client.query('commit');
  }

  async *#batches({ name, columns }: Manifest['tables'][number]): AsyncGenerator<string[]> {
    const texts = columns.map((column) => `${pg.escapeIdentifier(column.name)}::text`).join(', ');
    const query = `select array_to_json(array[${texts}]::text[])::text as line from ${pg.escapeIdentifier(name)}`;
    await this.#client.query(`declare dump no scroll cursor for ${query}`);
    let count: number = batchRows.first;
    for (;;) {
      const { rows } = await this.#client.query<{ line: string }>(`fetch ${count} from dump`);
      const lines = rows.map((row) => row.line);
      if (lines.length > 0) yield lines;
      if (lines.length < count) break;
      const bytes = lines.reduce((sum, line) => sum + line.length, 0);
      count = Math.max(1, Math.min(batchRows.most, Math.round((batchBytes * lines.length) / bytes)));
    }
    await this.#client.query('close dump');
  }

  #line(value: unknown): Buffer {
    return this.#text(`${JSON.stringify(value)}\n`);
  }

  #text(text: string): Buffer {
    const bytes = Buffer.from(text);
    this.#hash.update(bytes);
    return bytes;
  }
}

/** How PostgreSQL prints values, whatever the server or the role is set to. */
const printSettings = `
  set local statement_timeout = 0; set local idle_in_transaction_session_timeout = 0; set local timezone = 'UTC';
  set local datestyle = 'ISO, YMD'; set local intervalstyle = 'postgres'; set local extra_float_digits = 1; set local bytea_output = 'hex'`;

/** Partitions are read through the table they belong to. Generated columns are computed again. */
export const tablesQuery = `
  select c.relname as name, json_agg(json_build_object('name', a.attname, 'type', format_type(a.atttypid, a.atttypmod)) order by a.attnum) as columns
  from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = ''
  where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition and c.relname <> 'migration'
  group by c.relname order by c.relname`;

async function readManifest(client: pg.Client): Promise<Manifest> {
  const { rows: migrations } = await client.query<Manifest['migrations'][number]>(
    'select name, sha256, applied_at::text as "appliedAt" from public.migration order by name',
  );
  const { rows: tables } = await client.query<Manifest['tables'][number]>(tablesQuery);
  const { rows: found } = await client.query<{ name: string }>(
    `select relname as name from pg_class where relnamespace = 'public'::regnamespace and relkind = 'S' order by relname`,
  );
  const sequences: Manifest['sequences'] = [];
  for (const { name } of found) {
    const { rows } = await client.query<{ value: string; called: boolean }>(
      `select last_value::text as value, is_called as called from public.${pg.escapeIdentifier(name)}`,
    );
    if (rows[0]) sequences.push({ name, ...rows[0] });
  }
  const { rows: moment } = await client.query<{ at: string; postgres: string }>(
    `select to_char(now() at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as at, current_setting('server_version') as postgres`,
  );
  const { at = '', postgres = '' } = moment[0] ?? {};
  return { format: formatName, version: formatVersion, takenAt: at, postgres, migrations, tables, sequences };
}
