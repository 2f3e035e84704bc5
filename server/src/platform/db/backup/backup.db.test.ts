import { createHash, randomUUID } from 'node:crypto';
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { testEnv } from '#testing';
import { onDatabase } from '../../../testing/global-setup.ts';
import { poolConfig, type Connection } from '../database.ts';
import { readMigrations } from '../migrate.ts';
import { backUp } from './dump.ts';
import { restore } from './load.ts';

const env = await testEnv();
const source = env.databases.connection;
const made: string[] = [];
let directory = '';
let file = '';

async function query<R extends pg.QueryResultRow>(connection: Connection, text: string): Promise<R[]> {
  const client = new pg.Client(poolConfig(connection));
  await client.connect();
  try {
    return (await client.query<R>(text)).rows;
  } finally {
    await client.end();
  }
}

async function emptyDatabase(): Promise<Connection> {
  const name = `fm_restore_${randomUUID().replaceAll('-', '')}`;
  await query(inject('connection'), `create database ${name}`);
  made.push(name);
  return onDatabase(inject('connection'), name);
}

/** Every row of every table, as text. */
async function contents(connection: Connection): Promise<Record<string, string[]>> {
  const tables = await query<{ name: string }>(
    connection,
    `select relname as name from pg_class where relnamespace = 'public'::regnamespace and relkind = 'r' order by 1`,
  );
  const all: Record<string, string[]> = {};
  for (const { name } of tables) {
    const rows = await query<{ line: string }>(
      connection,
      `select t::text as line from ${name} t order by 1`,
    );
    all[name] = rows.map(({ line }) => line);
  }
  return all;
}

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'fm-backup-'));
  file = join(directory, 'backup.gz');
  await query(
    source,
    String.raw`insert into fact (type, subject, data, at)
      select 'test', 'sub' || n || E' "quoted"\n\\ \t é 🚒', jsonb_build_object('n', n, 'nothing', null), now() + n * interval '1.000001 s' from generate_series(1, 12000) n`,
  );
  await query(
    source,
    `insert into idempotency values ('a', 'json null', 'r', 'null', 'infinity'), ('a', 'sql null', 'r', null, now())`,
  );
  await query(
    source,
    `insert into timer values ('k', 't', '{}', '0044-03-15 12:00:00 BC', 0, null, repeat('x', 3000000), now())`,
  );
  await backUp(source, file);
});

afterAll(async () => {
  await rm(directory, { recursive: true, force: true });
  for (const name of made) await query(inject('connection'), `drop database ${name} with (force)`);
});

describe('a backup restored', () => {
  it('gives every row of every table back, and sequences go on', async () => {
    const target = await emptyDatabase();
    const summary = await restore(target, file, await readMigrations());
    expect(summary.rows).toBeGreaterThan(12_000);
    const { restored, ...rest } = await contents(target);
    expect({ ...rest, restored: [] }).toEqual(await contents(source));
    // When it was restored, and from which moment: the next start holds paging back.
    expect(restored).toHaveLength(1);
    const insert = `insert into fact (type, subject, data, at) values ('next', '', '{}', now()) returning id`;
    expect(await query(target, insert)).toEqual([{ id: 12_001 }]);
    const seen = `select table_name, column_name from information_schema.columns where table_schema = 'seen' order by 1, 2`;
    expect(await query(target, seen)).toEqual(await query(source, seen));
    const constraints = `select count(*)::int as n from pg_constraint where connamespace = 'public'::regnamespace`;
    expect(await query(target, constraints)).toEqual(await query(source, constraints));
    expect(await query(target, `select count(*)::int as n from pg_trigger where tgenabled = 'D'`)).toEqual([
      { n: 0 },
    ]);
  });

  it('is one moment: what is committed while it is written is in it whole or not at all', async () => {
    const other = join(directory, 'moment.gz');
    const writing = backUp(source, other);
    await query(source, `insert into fact (type, subject, data, at) values ('during', '', '{}', now())`);
    await writing;
    const target = await emptyDatabase();
    await restore(target, other, await readMigrations());
    const [{ ids, last }] = (await query<{ ids: number; last: number }>(
      target,
      `select (select max(id)::int from fact) as ids, last_value::int as last from fact_id_seq`,
    )) as [{ ids: number; last: number }];
    expect(last).toBeGreaterThanOrEqual(ids);
  });
});

describe('tables of somebody else in the same schema', () => {
  it('are named and left out by a restore, which they once made impossible', async () => {
    const other = join(directory, 'beside.gz');
    await query(source, `create table notes_of_operator (id serial primary key, body text)`);
    try {
      await query(source, `insert into notes_of_operator (body) values ('a'), ('b')`);
      await backUp(source, other);
    } finally {
      await query(source, 'drop table notes_of_operator');
    }
    const target = await emptyDatabase();
    const { leftOut, rows } = await restore(target, other, await readMigrations());
    expect(leftOut).toEqual(['notes_of_operator']);
    const { restored: _restored, ...rest } = await contents(target);
    expect({ ...rest, restored: [] }).toEqual(await contents(source));
    expect(rows).toBe(Object.values(await contents(source)).flat().length - (await readMigrations()).length);
  });
});

describe('a backup is written', () => {
  it('for its owner only, and never over another file', async () => {
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    await expect(backUp(source, file)).rejects.toThrow(/exists already/);
  });
});

describe('a restore is refused, and leaves the database as it was,', () => {
  const attempts: [string, (text: Buffer) => Buffer, RegExp][] = [
    ['cut in the middle', (bytes) => bytes.subarray(0, bytes.length >> 1), /not a whole backup/],
    [
      'without its last line',
      (bytes) => regzip(bytes, (text) => text.slice(0, text.lastIndexOf('{"end"'))),
      /ends too early/,
    ],
    [
      'with one letter changed',
      (bytes) => regzip(bytes, (text) => text.replace('sub77 ', 'sub78 ')),
      /check sum/,
    ],
    [
      'with a row taken out',
      (bytes) => regzip(bytes, (text) => text.replace(/\n\["7777"[^\n]*/, '')),
      /rows of fact are missing/,
    ],
    ['that is no backup', () => gzipSync('hello\n'), /not a whole backup/],
    ['that is not even gzip', () => Buffer.from('hello'), /not a whole backup/],
    [
      'of a newer version',
      (bytes) =>
        regzip(
          bytes,
          (text) =>
            text.replace(
              '"migrations":[',
              '"migrations":[{"name":"29990101000000-x.sql","sha256":"x","appliedAt":"2999-01-01"},',
            ),
          true,
        ),
      /newer version/,
    ],
  ];
  it.each(attempts)('of a file %s', async (_, damage, sentence) => {
    const damaged = join(directory, `${randomUUID()}.gz`);
    await writeFile(damaged, damage(await readFile(file)));
    const target = await emptyDatabase();
    await expect(restore(target, damaged, await readMigrations())).rejects.toThrow(sentence);
    expect(await contents(target)).toEqual({});
  });

  it('into a database that has tables', async () => {
    const before = await contents(source);
    await expect(restore(source, file, await readMigrations())).rejects.toThrow(/is not empty/);
    expect(await contents(source)).toEqual(before);
  });

  it('when a later migration fails', async () => {
    const target = await emptyDatabase();
    const broken = { name: '29990101000000-broken.sql', sql: 'create table x (); select 1 / 0', sha256: 'x' };
    await expect(restore(target, file, [...(await readMigrations()), broken])).rejects.toThrow(
      /division by zero/,
    );
    expect(await contents(target)).toEqual({});
  });
});

/** Changes the text of a backup; its check sum is made right again with `resum`. */
function regzip(bytes: Buffer, change: (text: string) => string, resum = false): Buffer {
  const text = change(gunzipSync(bytes).toString());
  if (!resum) return gzipSync(text);
  const body = text.slice(0, text.lastIndexOf('{"end"'));
  const sha256 = createHash('sha256').update(body).digest('hex');
  return gzipSync(`${body}${JSON.stringify({ end: true, sha256 })}\n`);
}
