import fastify, { type FastifyInstance } from 'fastify';
import { sql } from 'kysely';
import { mkdtemp, readFile, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { isStorageDown } from '#platform';
import { as, testEnv, type TestEnv } from '#testing';
import { seedHouse } from '../rig.ts';
import { subscriberOfToken } from '../subscribers/token.ts';
import { rebuildStatus } from './board.ts';
import { makeLink, revokeLink } from './links.ts';
import { loadStatusFacts, noteAwake } from './load-facts.ts';
import { statusPlugin } from './plugin.ts';

let env: TestEnv;
let app: FastifyInstance;
let data: string;

beforeAll(async () => {
  data = await mkdtemp(join(tmpdir(), 'fm-status-'));
  env = await testEnv({ config: { data, smtpUrl: 'smtp://127.0.0.1:1', statusTitle: 'Kestrel <Works>' } });
  await seedHouse(env);
  await publish('hearth', 'Hearthway is slow.', true);
  await publish('hearth', 'Only for those with a link.', false);
  await rebuildStatus(env);
  app = fastify();
  await app.register(async (scope) => statusPlugin(scope, env));
});
afterAll(async () => {
  await app.close();
  await rm(data, { recursive: true, force: true });
});

const lead = () => as(env, 'mira', ['lead']);

/** A message as a person had approved it and it was sent. */
async function publish(application: string, body: string, onPage: boolean): Promise<void> {
  const { rows } = await sql<{ id: number }>`
    insert into communication (audience, application, language, stage, state, title, body, on_page, starts_at, content_hash, drafted_at, changed_at)
    values ('customers', ${application}, 'en', 'investigating', 'draft', 'A problem', ${body}, ${onPage}, now(), ${body}, now(), now())
    returning id`.execute(env.databases.web);
  const id = rows[0]?.id;
  await sql`insert into communication_approval values (${id}, 'mira', 'Mira', ${body}, now(), null)`.execute(
    env.databases.web,
  );
  await sql`update communication set state = 'sent', sent_at = now() where id = ${id}`.execute(
    env.databases.web,
  );
}

const get = async (url: string, headers: Record<string, string> = {}) =>
  app.inject({ method: 'GET', url, headers });
const post = async (url: string, payload: string) =>
  app.inject({
    method: 'POST',
    url,
    payload,
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
  });

describe('the page', () => {
  test('is answered with what caches and browsers need, and again with nothing where it has not changed', async () => {
    const page = await get('/status', { cookie: 'fm_session=x' });
    expect(page.statusCode).toBe(200);
    expect(page.body).toContain('Hearthway is slow.');
    expect(page.body).not.toMatch(/Only for those|hearth \(internal\)|Shadow tool|<Works>/);
    expect(page.headers['set-cookie']).toBeUndefined();
    expect(page.headers['cache-control']).toMatch(/public, max-age=\d+.*stale-if-error=86400/);
    expect(page.headers['content-security-policy']).toMatch(/^default-src 'none'; style-src 'sha256-/);
    const again = await get('/status', { 'if-none-match': String(page.headers['etag']) });
    expect([again.statusCode, again.body]).toEqual([304, '']);
    const small = await get('/status', { 'accept-encoding': 'gzip, br' });
    expect(small.headers['content-encoding']).toBe('br');
    expect(small.rawPayload.length).toBeLessThan(page.rawPayload.length / 2);
    expect((await get('/status/nothing')).statusCode).toBe(404);
    expect((await get('/status/..%2f..%2fetc%2fpasswd')).statusCode).toBe(404);
  });

  test('can be read by other sites where it is made for them', async () => {
    for (const path of [
      'api/v2/summary.json',
      'api/v2/incidents/unresolved.json',
      'feed.atom',
      'badge.svg',
    ]) {
      const answer = await get(`/status/${path}`);
      expect([answer.statusCode, answer.headers['access-control-allow-origin']], path).toEqual([200, '*']);
    }
  });

  test('is written as files that need nothing else, and what is not public any more goes', async () => {
    const badges = async () => (await readdir(join(data, 'status', 'status', 'badge'))).length;
    expect(await readFile(join(data, 'status', 'status', 'index.html'), 'utf8')).toBe(
      (await get('/status')).body,
    );
    expect(await badges()).toBe(2);
    await sql`update catalog_object set spec = spec - 'publicName' where name = 'open-case'`.execute(
      env.databases.web,
    );
    await sql`update catalog_version set version = version + 1`.execute(env.databases.web);
    await env.fastForward(2_000);
    await expect.poll(async () => rebuildStatus(env).then(badges), { timeout: 5_000 }).toBe(1);
  });
});

test('a private view shows its application only, with what was not meant for everybody, until it is ended', async () => {
  const { id, url } = await makeLink(lead(), { kind: 'customer', name: 'acme', expiresAt: null });
  const path = new URL(url).pathname;
  expect((await get(path)).statusCode).toBe(404);
  await rebuildStatus(env);
  const view = await get(path);
  expect(view.body).toContain('Only for those with a link.');
  expect(view.body).toContain(`${path}/history`);
  expect(view.headers['cache-control']).toBe('no-store');
  expect((await get(`${path}/api/v2/summary.json`)).json()).toMatchObject({
    components: [{ name: 'Hearthway' }],
  });
  const stored = await env.databases.web.selectFrom('status_link').selectAll().execute();
  expect(JSON.stringify(stored)).not.toContain(path.split('/').at(-1));
  await revokeLink(lead(), { id });
  await rebuildStatus(env);
  expect((await get(path)).statusCode).toBe(404);
});

describe('asking to be told', () => {
  const waiting = async () =>
    (
      await sql<{ destination: string; state: string; asked_count: number }>`
        select destination, state, asked_count from subscriber where source = 'self' order by id`.execute(
        env.databases.web,
      )
    ).rows;

  test.each([
    'email=nobody',
    `email=${encodeURIComponent('a@b.example\r\nBcc: eve@example.org')}`,
    `email=${encodeURIComponent('<script>@b.example')}`,
    '',
  ])('with %j is refused beside the field, and asks nobody', async (form) => {
    const answer = await post('/status/subscribe', form);
    expect(answer.statusCode).toBe(400);
    expect(answer.body).toContain('This is not an e-mail address.');
    expect(await waiting()).toEqual([]);
  });

  test('asks the address, at most three times a day, and answers the same whoever asks', async () => {
    const answers = [];
    for (let count = 0; count < 5; count += 1)
      answers.push((await post('/status/subscribe', 'email=sam%40example.org')).body);
    expect(new Set(answers).size).toBe(1);
    expect(await waiting()).toMatchObject([
      { destination: 'sam@example.org', state: 'pending', asked_count: 5 },
    ]);
    const { rows } = await sql<{ n: number }>`
      select count(*)::int as n from delivery where destination = 'sam@example.org'`.execute(
      env.databases.web,
    );
    expect(rows[0]?.n).toBe(3);
  });

  test('by a forged or foreign link changes nothing', async () => {
    const forged = `1.${'A'.repeat(43)}`;
    expect((await get(`/status/confirm/${forged}`)).statusCode).toBe(404);
    expect((await post(`/status/unsubscribe/${forged}`, 'List-Unsubscribe=One-Click')).statusCode).toBe(404);
    expect(await subscriberOfToken(env, 'SU', 'x')).toBeNull();
    expect((await waiting())[0]?.state).toBe('pending');
  });
});

test('a night in which the installation slept is not known', async () => {
  await noteAwake(env);
  await env.fastForward(60_000);
  await noteAwake(env);
  await env.fastForward(8 * 3_600_000);
  await noteAwake(env);
  const { watch } = await loadStatusFacts(env);
  expect(watch.map(({ from, to }) => (to === null ? 'awake' : to - from))).toEqual([
    expect.closeTo(60_000, -4),
    'awake',
  ]);
});

// The last one: afterwards there is no database.
test('while the database is away the page and private views are as they were', async () => {
  const { url } = await makeLink(lead(), { kind: 'application', name: 'hearth', expiresAt: null });
  await rebuildStatus(env);
  const before = (await get('/status')).body;
  const { rows } = await sql<{ name: string }>`select current_database() as name`.execute(env.databases.web);
  const name = rows[0]?.name ?? '';
  const connection = inject('connection');
  const admin = new pg.Client('url' in connection ? { connectionString: connection.url } : connection);
  await admin.connect();
  await admin.query(`alter database ${name} allow_connections false`);
  await admin.query('select pg_terminate_backend(pid) from pg_stat_activity where datname = $1', [name]);
  await admin.end();
  // What breaks first depends on who hears of it first: the socket, the pool or the server's farewell.
  await expect(rebuildStatus(env)).rejects.toSatisfy(isStorageDown);
  expect((await get('/status')).body).toBe(before);
  expect((await get(new URL(url).pathname)).statusCode).toBe(200);
  expect(await readFile(join(data, 'status', 'status', 'index.html'), 'utf8')).toBe(before);
});
