import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { Connection } from '#platform';
import { emptyDatabase } from '#testing';

const program = new URL('../../../cli/bin/fieldmarshal.js', import.meta.url).pathname;

function urlOf(connection: Connection): string {
  if ('url' in connection) return connection.url;
  const { host, port, user, password = '', database } = connection;
  return `postgres://${user}:${encodeURIComponent(password)}@/${database}?host=${encodeURIComponent(host)}&port=${port}`;
}

/** What `docs/operations.md` and the doctor count with. */
test.each([
  // It stands in for the worker that there is not, and so listens for it, too.
  ['web', 5 + 1],
  ['all', 9],
])(
  'a process of role %s has %d connections that listen, and one by which it is counted',
  async (role, listening) => {
    const database = await emptyDatabase();
    const data = await mkdtemp(join(tmpdir(), 'fm-connections-'));
    const { PATH = '', HOME = '' } = process.env;
    const child = spawn(process.execPath, [program, 'serve', '--role', role, '--port', '0', '--data', data], {
      env: { PATH, HOME, DATABASE_URL: urlOf(database.connection), FIELDMARSHAL_EMBEDDED_RUNNER: 'false' },
      stdio: 'ignore',
    });
    try {
      await expect
        .poll(
          async () =>
            database.query(`
            select count(*) filter (where application_name like 'fieldmarshal listen %') as listening,
              count(*) filter (where application_name = 'fieldmarshal process ${role}') as counted
            from pg_stat_activity where datname = current_database()`),
          { timeout: 30_000, interval: 250 },
        )
        .toEqual([{ listening, counted: 1 }]);
    } finally {
      child.kill('SIGKILL');
      await once(child, 'exit');
      await rm(data, { recursive: true, force: true });
    }
  },
);
