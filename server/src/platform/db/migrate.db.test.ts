import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { migrate, readMigrations } from '#platform';
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

  test('refuse an edited file and a database from a newer version', async () => {
    const { connection } = await emptyDatabase();
    await migrate(connection, [one, two]);
    await expect(
      migrate(connection, [migration(one.name, 'create table other (id int)'), two]),
    ).rejects.toThrow('was changed after it was applied');
    await expect(migrate(connection, [one])).rejects.toThrow('newer version');
  });

  test('of the project apply to an empty database', async () => {
    const { connection } = await emptyDatabase();
    const migrations = await readMigrations();
    expect(await migrate(connection, migrations)).toEqual(migrations.map(({ name }) => name));
  });
});
