import { readdir, readFile } from 'node:fs/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startServer, token, until, type Server } from './rig.ts';

const atOnce = 8;
/** Declared before the stop: the more, the longer the queue of what is worked out about them. */
const before = 300;
/** As `serve` and docs/operations.md promise. */
const stopWithinMs = 5_000;
let server: Server;

beforeAll(async () => {
  server = await startServer();
  const directory = new URL('../demo/catalog/', import.meta.url);
  const names = (await readdir(directory)).filter((name) => name.endsWith('.yaml'));
  const files = await Promise.all(
    names.map(async (name) => ({ path: name, text: await readFile(new URL(name, directory), 'utf8') })),
  );
  await server.api('POST', '/catalog/apply', { files });
});

afterAll(async () => server.end());

/** Declares one incident after another until nothing answers any more; keeps the titles that were answered with 2xx. */
async function declareUntilGone(who: number, answered: string[]): Promise<void> {
  for (let n = 0; ; n += 1) {
    const title = `Uploads fail for customer ${who}-${n}`;
    const response = await fetch(`${server.url}/api/v1/incidents`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: JSON.stringify({ title, severity: 'SEV2' }),
    }).catch(() => null);
    if (response?.ok !== true) return;
    answered.push(title);
  }
}

/** As a rebuild of a table by hand would: what asks for the events of incidents waits. Comes back when jobs do. */
async function standStill(): Promise<() => Promise<void>> {
  const database = await server.database();
  // The end of the server's own PostgreSQL ends this connection, too.
  database.on('error', () => undefined);
  await database.query('begin; lock table incident_event in access exclusive mode');
  await until(async () => {
    const { rows } = await database.query<{ waiting: number }>(
      `select count(*)::int as waiting from pg_stat_activity where wait_event_type = 'Lock' and application_name = 'fieldmarshal worker'`,
    );
    return (rows[0]?.waiting ?? 0) >= 3;
  });
  return async () => database.end().catch(() => undefined);
}

async function titles(): Promise<Set<string>> {
  const found = new Set<string>();
  let cursor: string | null = '';
  while (cursor !== null) {
    const page: { items: { title: string }[]; nextCursor: string | null } = await server.api(
      'GET',
      `/incidents?limit=200${cursor === '' ? '' : `&cursor=${encodeURIComponent(cursor)}`}`,
    );
    for (const { title } of page.items) found.add(title);
    cursor = page.nextCursor;
  }
  return found;
}

test('a stop in the middle of requests, and of hundreds of jobs of which some do not end, is quick, logs no trouble and loses nothing', async () => {
  const answered: string[] = [];
  const declaring = Promise.all(
    Array.from({ length: atOnce }, async (_, who) => declareUntilGone(who, answered)),
  );
  await until(async () => answered.length >= before);
  const release = await standStill();
  const begunAt = performance.now();
  const { code, log } = await server.stop();
  const tookMs = performance.now() - begunAt;
  await declaring;
  await release();
  expect([code, log.split('\n').filter((line) => /"level":"(warn|error|fatal)"/.test(line))]).toEqual([
    0,
    [],
  ]);
  expect(tookMs).toBeLessThan(stopWithinMs);

  await server.restart();
  const stored = await titles();
  expect(answered.filter((title) => !stored.has(title))).toEqual([]);
  // What was left in the middle of it is begun again: no claim of the process before stands for long.
  const database = await server.database();
  try {
    await until(async () => {
      const { rows } = await database.query<{ left: number }>(
        `select count(*)::int as left from timer where lease_until < now() - interval '2 seconds'`,
      );
      return rows[0]?.left === 0;
    });
  } finally {
    await database.end();
  }
});
