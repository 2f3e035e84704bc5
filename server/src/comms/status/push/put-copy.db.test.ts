import { sql } from 'kysely';
import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { as, testEnv } from '#testing';
import { commsHandlers } from '../../index.ts';
import { seedHouse } from '../../rig.ts';
import { makeLink, revokeLink } from '../links.ts';
import { isSigned, openObjectStore } from './object-store.ts';
import { readStatusCopy } from './read-copy.ts';
import { targetOf } from './target.ts';

const key = { keyId: 'AKIAIOSFODNN7EXAMPLE', secret: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY' };
const store = await openObjectStore(key);
const env = await testEnv({
  handlers: commsHandlers,
  config: {
    statusPushUrl: store.url,
    statusPushKeyId: key.keyId,
    statusPushSecret: key.secret,
    statusPushPrivate: true,
    statusUrl: 'https://status.kestrel.example/status',
  },
});
await seedHouse(env);
afterAll(() => store.close());

const lead = () => as(env, 'mira', ['lead']);
const page = 'status/index.html';

/** As the worker does every minute, and at once after a change. */
async function go(): Promise<void> {
  await sql`insert into timer (key, task, payload, due_at, created_at) values ('comms.status-copy', 'comms.status-copy', '{}', now(), now())
    on conflict (key) do update set due_at = now(), lease_until = null`.execute(env.databases.worker);
  store.asked.length = 0;
  await env.drain();
}

beforeEach(() => {
  store.failing = null;
});

describe('the copy on another host', () => {
  test('is put whole, signed, with its types, the page itself last, and once it is there only what changed', async () => {
    expect(await readStatusCopy(lead())).toMatchObject({ target: store.url, files: 0, wholeAt: null });
    await go();
    expect(store.objects.get(page)?.text).toContain('Hearthway');
    expect(store.objects.get('status/badge.svg')?.type).toBe('image/svg+xml; charset=utf-8');
    expect(store.objects.get('status/api/v2/summary.json')?.type).toBe('application/json; charset=utf-8');
    expect(store.asked.at(-1)).toBe(`PUT ${page}`);
    const copy = await readStatusCopy(lead());
    expect(copy).toMatchObject({ files: store.objects.size, failingSince: null, problem: '' });
    expect(copy.wholeAt).not.toBeNull();
    await go();
    expect(store.asked).toContain(`PUT ${page}`);
    expect(store.asked).not.toContain('PUT status/badge.svg');
  });

  test('that is behind says so and since when, is tried again, and keeps what got there', async () => {
    const whole = (await readStatusCopy(lead())).wholeAt;
    store.failing = 503;
    await env.fastForward(60_000);
    await go();
    const behind = await readStatusCopy(lead());
    expect(behind.wholeAt).toBe(whole);
    expect(behind.problem).toMatch(/: 127.* answered 503\./);
    await env.fastForward(1_000);
    await env.drain();
    expect((await readStatusCopy(lead())).failingSince).toBe(behind.failingSince);
    store.failing = null;
    await env.fastForward(60_000);
    await env.drain();
    expect(await readStatusCopy(lead())).toMatchObject({ failingSince: null, problem: '' });
  });

  test('is not put by two at once', async () => {
    await sql`update status_copy set taken_until = now() + interval '30 seconds'`.execute(env.databases.web);
    await go();
    expect(store.asked).toEqual([]);
    await env.fastForward(31_000);
    await go();
    expect(store.asked).toContain(`PUT ${page}`);
  });

  test('loses what is not public any more', async () => {
    const badges = () => [...store.objects.keys()].filter((path) => path.startsWith('status/badge/')).length;
    const before = badges();
    await sql`update catalog_object set spec = spec - 'publicName' where name = 'open-case'`.execute(
      env.databases.web,
    );
    await sql`update catalog_version set version = version + 1`.execute(env.databases.web);
    await expect.poll(async () => go().then(badges), { timeout: 5_000 }).toBe(before - 1);
  });

  test('has private views where nobody guesses them, until they are ended', async () => {
    const { id, copyUrl } = await makeLink(lead(), { kind: 'customer', name: 'acme', expiresAt: null });
    const path = new URL(copyUrl ?? '').pathname.slice(1);
    await go();
    expect(store.objects.get(`${path}/index.html`)?.text).toContain(`/${path}/history`);
    expect(path).toMatch(/^status\/v\/[0-9a-f]{40}$/);
    await revokeLink(lead(), { id });
    await go();
    expect([...store.objects.keys()].filter((each) => each.startsWith('status/v/'))).toEqual([]);
  });
});

test('half an access key is a mistake that is told', () => {
  expect(() => targetOf({ ...env.config, statusPushSecret: undefined })).toThrow(/STATUS_PUSH_KEY_ID and/);
});

test('a signature is read as the documentation of S3 shows it', () => {
  const body = Buffer.from('Welcome to Amazon S3.');
  const headers = {
    host: 'examplebucket.s3.amazonaws.com',
    date: 'Fri, 24 May 2013 00:00:00 GMT',
    'x-amz-date': '20130524T000000Z',
    'x-amz-storage-class': 'REDUCED_REDUNDANCY',
    'x-amz-content-sha256': '44ce7dd67c959e0d3524ffac1771dfbba87d2b6b4b4e99e42034a8b803f8b072',
    authorization:
      'AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/20130524/us-east-1/s3/aws4_request, SignedHeaders=date;host;x-amz-content-sha256;x-amz-date;x-amz-storage-class, Signature=98ad721746da40c64f1a55b78f14c238d841ea1380cd77a1b5971af0ece108bd',
  };
  const asked = { method: 'PUT', path: '/test%24file.text', headers, body };
  expect(isSigned(asked, key)).toBe(true);
  expect(isSigned({ ...asked, path: '/other.text' }, key)).toBe(false);
});
