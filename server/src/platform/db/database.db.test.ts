import { expect, test } from 'vitest';
import { createLog, openDatabases } from '#platform';
import { emptyDatabase } from '#testing';

test('no statement is compiled to machine code, whatever the database says', async () => {
  const { connection, query } = await emptyDatabase();
  const [row] = await query('select current_database() as name');
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- what the statement says
  const { name } = row as { name: string };
  await query(`alter database ${name} set jit = on`);
  expect(await query('show jit')).toEqual([{ jit: 'on' }]);
  const databases = openDatabases(connection, createLog('silent'));
  for (const pool of Object.values(databases.pools))
    expect((await pool.query('show jit')).rows).toEqual([{ jit: 'off' }]);
  await databases.close();
});
