import type { FastifyInstance, LightMyRequestResponse } from 'fastify';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { bootstrapIdentity } from '#identity';
import { startLiveHub } from '#platform';
import { testEnv } from '#testing';
import { createHttpServer } from './http/http-server.ts';

const bootstrapToken = 'fm_a-token-for-the-test-of-the-api';
const origin = 'http://127.0.0.1:4600';
const env = await testEnv({ config: { bootstrapToken } });
let app: FastifyInstance;

beforeAll(async () => {
  const hub = startLiveHub(env);
  app = await createHttpServer({
    env,
    hub,
    health: { mount: () => undefined, close: async () => undefined },
  });
  await bootstrapIdentity(env);
  return async () => hub.close();
});
afterAll(async () => app.close());

interface Ask {
  readonly body?: unknown;
  readonly key?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

async function ask(
  method: 'GET' | 'POST' | 'PUT' | 'DELETE' | 'PATCH',
  path: string,
  { body, key, headers = { authorization: `Bearer ${bootstrapToken}` } }: Ask = {},
): Promise<LightMyRequestResponse> {
  return app.inject({
    method,
    url: `/api/v1${path}`,
    headers: { host: '127.0.0.1:4600', ...headers, ...(key === undefined ? {} : { 'idempotency-key': key }) },
    ...(body === undefined ? {} : { payload: body as object }),
  });
}

type Json = Record<string, unknown>;

/** A browser in which `person` has just signed in with a link: the headers of its requests. */
async function signIn(person: string): Promise<Record<string, string>> {
  const link = (await ask('POST', `/people/${person}/invitation`)).json<{ link: string }>().link;
  const used = await app.inject({
    method: 'POST',
    url: new URL(link).pathname,
    headers: { host: '127.0.0.1:4600', origin, 'content-type': 'application/x-www-form-urlencoded' },
    payload: '',
  });
  const [cookie] = used.cookies;
  return {
    cookie: `${cookie?.name ?? ''}=${cookie?.value ?? ''}`,
    origin,
    'sec-fetch-site': 'same-origin',
  };
}

describe('changing a password', () => {
  const first = 'tulip rain over delta';
  const second = 'heron at the lock gate';

  test('needs the old one, ends the other sessions, and is in the audit log', async () => {
    await ask('POST', '/accounts', { body: { person: 'mira', displayName: 'Mira Khan' } });
    const browser = await signIn('mira');
    const fresh = (await ask('GET', '/me', { headers: browser })).json<Json>();
    expect(fresh).toMatchObject({
      person: 'mira',
      account: { hasPassword: false, managedBy: null },
      session: { mayChoosePassword: true },
    });
    const chosen = await ask('PUT', '/me/password', { headers: browser, body: { password: first } });
    expect(chosen.statusCode, chosen.body).toBe(200);
    const other = await signIn('mira');
    // The link just used gives leave to choose without the old one; the older session has it no more.
    const wrong = await ask('PUT', '/me/password', {
      headers: browser,
      body: { current: 'not it', password: second },
    });
    expect(wrong.statusCode).toBe(422);
    expect(wrong.json()).toMatchObject({ errors: [{ path: 'current' }] });
    const weak = await ask('PUT', '/me/password', {
      headers: browser,
      body: { current: first, password: 'mira khan 1' },
    });
    expect(weak.statusCode).toBe(400);
    expect(weak.json()).toMatchObject({ errors: [{ path: 'password' }] });
    const known = await ask('PUT', '/me/password', {
      headers: browser,
      body: { current: first, password: 'ChickenWing101-2031' },
    });
    expect(known.statusCode).toBe(400);
    expect(known.json()).toMatchObject({
      errors: [{ path: 'password', message: expect.stringContaining('known from breaches') as string }],
    });

    const change = { headers: browser, key: 'change-1', body: { current: first, password: second } };
    expect((await ask('PUT', '/me/password', change)).statusCode).toBe(200);
    expect((await ask('GET', '/me', { headers: browser })).json()).toMatchObject({
      account: { hasPassword: true, passwordSetAt: expect.any(String) as string },
    });
    expect((await ask('GET', '/me', { headers: other })).statusCode).toBe(401);
    // A repetition of the very request is answered as the first time, although the old password is no more.
    expect((await ask('PUT', '/me/password', change)).statusCode).toBe(200);
    const log = (await ask('GET', '/audit?limit=5')).json<{ items: Json[] }>();
    expect(log.items.filter(({ action }) => action === 'account.password-changed')).toHaveLength(2);
  });

  test('is refused to tokens, which could shut their person out', async () => {
    const refused = await ask('PUT', '/me/password', { body: { current: first, password: second } });
    expect(refused.statusCode).toBe(403);
    expect((await ask('GET', '/me')).json()).toMatchObject({ kind: 'token', account: null, session: null });
  });
});

const inAnHour = new Date(env.clock.now().getTime() + 3_600_000).toISOString();
const writes: [string, 'POST' | 'PUT', string, Json, Json][] = [
  ['an incident', 'POST', '/incidents', { title: 'Uploads fail' }, { title: 'Downloads fail' }],
  [
    'a silence',
    'POST',
    '/silences',
    { comment: 'Quiet', matchers: ['a="b"'], endsAt: inAnHour },
    { comment: 'Other', matchers: ['a="b"'], endsAt: inAnHour },
  ],
  [
    'an account',
    'POST',
    '/accounts',
    { person: 'bo', displayName: 'Bo' },
    { person: 'cy', displayName: 'Cy' },
  ],
  ['a change', 'POST', '/changes', { summary: 'gateway 2' }, { summary: 'gateway 3' }],
];

describe('a write under an Idempotency-Key', () => {
  test.each(writes)('happens once: %s', async (what, method, path, body, otherBody) => {
    const key = `key of ${what}`.replaceAll(' ', '-');
    const before = await auditSeq();
    const first = await ask(method, path, { key, body });
    expect(first.statusCode, first.body).toBeLessThan(300);
    const after = await auditSeq();
    const again = await ask(method, path, { key, body });
    expect(again.json()).toEqual(first.json());
    expect(await auditSeq()).toBe(after);
    expect(after).toBeGreaterThan(before);
    const other = await ask(method, path, { key, body: otherBody });
    expect(other.statusCode).toBe(422);
    expect(other.json()).toMatchObject({ detail: expect.stringContaining('Idempotency-Key') as string });
    expect(await auditSeq()).toBe(after);
  });

  test('that is refused may be repaired under the same key', async () => {
    expect((await ask('POST', '/incidents', { key: 'r', body: { title: '' } })).statusCode).toBe(400);
    expect((await ask('POST', '/incidents', { key: 'r', body: { title: 'Now right' } })).statusCode).toBe(
      200,
    );
  });
});

async function auditSeq(): Promise<number> {
  const { items } = (await ask('GET', '/audit?limit=1')).json<{ items: { seq: number }[] }>();
  return items[0]?.seq ?? 0;
}

describe('a list read page by page', () => {
  test.each([
    ['/incidents', 'id', () => ask('POST', '/incidents', { body: { title: 'One more' } })],
    ['/audit', 'seq', () => ask('POST', '/incidents', { body: { title: 'One more' } })],
    ['/changes', 'id', () => ask('POST', '/changes', { body: { summary: 'One more' } })],
  ])('%s shows nothing twice and leaves nothing out while rows are added', async (path, id, add) => {
    for (let made = 0; made < 5; made += 1) await add();
    const before = await idsOf(path, id, async () => undefined);
    const during = await idsOf(path, id, add);
    expect(new Set(during).size).toBe(during.length);
    expect(during.filter((each) => before.includes(each))).toEqual(before);
  });
});

async function idsOf(path: string, id: string, between: () => Promise<unknown>): Promise<unknown[]> {
  const seen: unknown[] = [];
  let cursor: string | null = '';
  while (cursor !== null) {
    const query = cursor === '' ? '' : `&cursor=${encodeURIComponent(cursor)}`;
    const page: LightMyRequestResponse = await ask('GET', `${path}?limit=2${query}`);
    const body = page.json<{ items: Json[]; nextCursor: string | null }>();
    seen.push(...body.items.map((item) => item[id]));
    cursor = body.nextCursor;
    await between();
  }
  return seen;
}

describe('every refusal is a problem document with the id of its request:', () => {
  test.each([
    [400, 'POST', '/incidents', { title: '' }, undefined],
    [401, 'GET', '/incidents', undefined, {}],
    [404, 'GET', '/incidents/INC-9999', undefined, undefined],
    [404, 'GET', '/nothing', undefined, undefined],
    [405, 'PATCH', '/incidents', undefined, undefined],
  ] as const)('%s of %s %s', async (status, method, path, body, headers) => {
    const refused = await ask(method, path, {
      ...(body === undefined ? {} : { body }),
      ...(headers === undefined ? {} : { headers }),
    });
    expect(refused.statusCode).toBe(status);
    expect(refused.headers['content-type']).toContain('application/problem+json');
    expect(refused.json<Json>()['requestId']).toBe(refused.headers['x-request-id']);
  });
});

describe('what nobody should send', () => {
  // Each of these was answered with 500 once; `npm run fuzz` looks for more.
  test.each([
    ['GET', '/subscribers?cursor=INC-1'],
    ['GET', '/communications?cursor=eu-prod'],
    ['GET', '/deliveries?cursor=-1'],
    ['GET', '/pages/%00'],
    ['GET', '/runs?runner=a%00b'],
    ['PUT', '/event-mappings/a%00b'],
  ] as const)('%s %s is a mistake of the sender', async (method, path) => {
    const answer = await ask(method, path, method === 'PUT' ? { body: { mapping: null } } : {});
    expect(answer.statusCode).toBeGreaterThanOrEqual(400);
    expect(answer.statusCode).toBeLessThan(500);
    expect(answer.json<Json>()).toMatchObject({ status: answer.statusCode });
  });

  test('a large body is read where one has its place, and of whom may send it', async () => {
    const large = { text: 'x'.repeat(3 * 1024 * 1024) };
    await ask('POST', '/accounts', { body: { person: 'vera', displayName: 'Vera Lund' } });
    const headers = await signIn('vera');
    const statusOf = async (path: string, more: Ask = {}) =>
      (await ask('POST', path, { body: large, ...more })).statusCode;
    expect(await statusOf('/me/passkeys')).toBe(413);
    expect(await statusOf('/%6de/passkeys')).toBe(413);
    expect(await statusOf('/catalog/apply')).toBe(400);
    expect(await statusOf('/schedules/front/import-calendar')).toBe(400);
    expect(await statusOf('/catalog/apply', { headers })).toBe(403);
    expect(await statusOf('/checks/deploy', { headers })).toBe(403);
    expect(await statusOf('/catalog/apply', { headers: {} })).toBe(401);
  });

  test.each([undefined, 'application/json'])(
    'a write that has nothing to say needs no body, whatever type it names: %s',
    async (type) => {
      const headers = { authorization: `Bearer ${bootstrapToken}` };
      const answer = await ask('POST', '/alerts/reroute', {
        headers: type === undefined ? headers : { ...headers, 'content-type': type },
      });
      expect([answer.statusCode, answer.json()]).toEqual([200, { moved: 0 }]);
      const wanting = await ask('POST', '/silences', { headers });
      expect([wanting.statusCode, wanting.body]).toEqual([400, expect.stringContaining('matchers')]);
    },
  );

  test('a field that nobody knows is named with the one that was meant: without it this silence would begin at once', async () => {
    const body = {
      matchers: ['alertname="Errors"'],
      startAt: '2999-01-01T00:00:00Z',
      endsAt: '2999-01-02T00:00:00Z',
    };
    const before = (await ask('GET', '/silences')).body;
    const answer = await ask('POST', '/silences', { body });
    expect([answer.statusCode, answer.json<Json>()['detail']]).toEqual([
      400,
      'startAt: is not a known field; did you mean "startsAt"?',
    ]);
    expect((await ask('GET', '/silences')).body).toBe(before);
  });

  test('a filter that nobody knows is named too: without it everything would be listed', async () => {
    const answer = await ask('GET', '/incidents?stat=resolved');
    expect([answer.statusCode, answer.json<Json>()['detail']]).toEqual([
      400,
      'stat: is not a known field; did you mean "state"?',
    ]);
  });

  test('a label that is no text is named, not an error of ours', async () => {
    const body = { name: 'eu-prod', intervalS: 60, labels: { '\ud800': 'x' } };
    const answer = await ask('POST', '/heartbeats', { body });
    expect([answer.statusCode, answer.body]).toEqual([400, expect.stringContaining('broken characters')]);
  });
});
