import { expect, test } from 'vitest';
import { createLog, openDatabases } from '#platform';
import { emptyDatabase } from '#testing';

test('no statement is compiled to machine code, whatever the database says', async () => {
  const empty = await emptyDatabase();
  const [row] = await empty.query('select current_database() as name');
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- what the statement says
  const { name } = row as { name: string };
  await empty.query(`alter database ${name} set jit = on`);
  expect(await empty.query('show jit')).toEqual([{ jit: 'on' }]);
  const databases = openDatabases(empty.connection, createLog('silent'));
  for (const pool of Object.values(databases.pools))
    expect((await pool.query('show jit')).rows).toEqual([{ jit: 'off' }]);
  await databases.close();
});
