import { createHash } from 'node:crypto';
import pg from 'pg';
import { describe, expect, test } from 'vitest';
import { breakingFor, migrate, poolConfig, readMigrations } from '#platform';
import { emptyDatabase } from '#testing';

const migration = (name: string, sql: string): { name: string; sql: string; sha256: string } => ({
  name,
  sql,
  sha256: createHash('sha256').update(sql).digest('hex'),
});
const one = migration('20260101000000-one.sql', 'create table one (id int)');
const two = migration('20260102000000-two.sql', 'create table two (id int)');

describe('migrations', () => {
  test('apply once, in order, also when several servers start together', async () => {
    const { connection } = await emptyDatabase();
    const runs = await Promise.all([
      migrate(connection, [one, two]),
      migrate(connection, [one, two]),
      migrate(connection, [one, two]),
    ]);
    expect(runs.flat()).toEqual([one.name, two.name]);
    expect(await migrate(connection, [one, two])).toEqual([]);
  });

  test('that fail leave the state before them, and say which one and why', async () => {
    const database = await emptyDatabase();
    const { connection } = database;
    const broken = migration(
      '20260102000000-broken.sql',
      'create table half (id int); create table one (id int)',
    );
    await expect(migrate(connection, [one, broken])).rejects.toThrow(
      /20260102000000-broken.sql failed and was rolled back/,
    );
    expect(
      await database.query(
        `select to_regclass('one') is not null as one, to_regclass('half') is null as half`,
      ),
    ).toEqual([{ one: true, half: true }]);
    expect(await migrate(connection, [one, two])).toEqual([two.name]);
  });

  test('refuse an edited file', async () => {
    const { connection } = await emptyDatabase();
    await migrate(connection, [one, two]);
    await expect(
      migrate(connection, [migration(one.name, 'create table other (id int)'), two]),
    ).rejects.toThrow('was changed after it was applied');
  });

  test('of a newer version are no hindrance to an older one, unless they are marked as breaking', async () => {
    const { connection } = await emptyDatabase();
    await migrate(connection, [one, two]);
    expect(await migrate(connection, [one])).toEqual([]);
    const pool = new pg.Pool(poolConfig(connection));
    expect(await breakingFor(pool, [one])).toBeNull();
    const breaking = {
      ...migration('20260103000000-three.sql', 'drop table one'),
      breaking: 'table one is gone',
    };
    await migrate(connection, [one, two, breaking]);
    expect(await breakingFor(pool, [one, two, breaking])).toBeNull();
    const sentence = /newer version .*20260103000000-three.sql: table one is gone.*Start that version/;
    expect(await breakingFor(pool, [one, two])).toMatch(sentence);
    await expect(migrate(connection, [one, two])).rejects.toThrow(sentence);
    await pool.end();
  });

  test('of the project apply to an empty database', async () => {
    const { connection } = await emptyDatabase();
    const migrations = await readMigrations();
    expect(await migrate(connection, migrations)).toEqual(migrations.map(({ name }) => name));
  });
});
