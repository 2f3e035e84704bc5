import { readdir } from 'node:fs/promises';
import { getPriority, platform } from 'node:os';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startServer, until, type Server } from './rig.ts';

/** Of this process, which the server has from it. */
const own = getPriority();
const later = own + 5;
let server: Server;

beforeAll(async () => {
  server = await startServer();
});
afterAll(async () => {
  await server.end();
});

// Only there has each thread a priority of its own.
describe.runIf(platform() === 'linux')('what thinks, beside what pages', () => {
  test('takes the processor after the rest of the server', async () => {
    await until(async () => (await threads()).includes(later));
    expect((await threads()).filter((nice) => nice === later)).toHaveLength(1);
    expect((await threads()).filter((nice) => nice === own).length).toBeGreaterThan(1);
  });

  test('so do its connections in the database, and no others', async () => {
    const database = await server.database();
    try {
      const niceOf = async (name: string): Promise<number[]> => {
        const { rows } = await database.query<{ pid: number }>(
          'select pid from pg_stat_activity where application_name = $1',
          [`fieldmarshal ${name}`],
        );
        return rows.map(({ pid }) => getPriority(pid));
      };
      await until(async () => (await niceOf('worker')).includes(later));
      expect(await niceOf('worker')).toContain(own);
      await server.api('GET', '/incidents');
      expect(new Set(await niceOf('web'))).toEqual(new Set([own]));
    } finally {
      await database.end();
    }
  });
});

/** The niceness of each thread of the server. */
async function threads(): Promise<number[]> {
  const ids = await readdir(`/proc/${String(server.pid())}/task`);
  return ids.map((id) => getPriority(Number(id)));
}
