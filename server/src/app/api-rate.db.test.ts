import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { newSecret, RequestRate, secretHash } from '#identity';
import { testEnv } from '#testing';
import { bearer, startWalk, type Headers, type Walk } from './permission-walk/rig.ts';

const bootstrapToken = 'fm_a-token-for-the-test-of-rates';
const env = await testEnv({ config: { bootstrapToken, apiRequestsPerSecond: 5 } });
// Time stands still, so that what is granted does not depend on how fast the machine is.
const nowMs = Date.now();
let shiftMs = 0;
const clock = { now: () => new Date(nowMs + shiftMs) };
let walks: Walk[];

beforeAll(async () => {
  walks = [await startWalk({ ...env, clock }), await startWalk({ ...env, clock })];
});
afterAll(async () => Promise.all(walks.map(async (walk) => walk.close())));

const me = { method: 'GET', url: '/api/v1/me' };
const ask = async (walk: Walk | undefined, as: Headers) => walk?.send(me, as);

/** Made without asking the API, which would count. */
async function newToken(): Promise<Headers> {
  const secret = newSecret('fm_');
  await env.databases.web
    .insertInto('api_token')
    .values({
      ...{ id: randomUUID(), name: 'of the test', token_hash: secretHash(secret), hint: '' },
      ...{ roles: ['viewer'], created_at: new Date(), created_by: 'the test' },
    })
    .execute();
  return bearer(secret);
}

/** How many of so many requests of a new token each process grants, all asked at the same moment. */
async function granted(...asked: readonly number[]): Promise<number[]> {
  const token = await newToken();
  return Promise.all(
    asked.map(async (count, process) => {
      const answers = await Promise.all(
        Array.from({ length: count }, async () => ask(walks[process], token)),
      );
      expect(answers.filter((answer) => ![200, 429].includes(answer?.statusCode ?? 0))).toEqual([]);
      return answers.filter((answer) => answer?.statusCode === 200).length;
    }),
  );
}

const sum = (numbers: readonly number[]): number => numbers.reduce((a, b) => a + b, 0);

test('two processes grant one key together what one would', async () => {
  await expect.poll(async () => sum(await granted(30, 30)), { timeout: 20_000 }).toBe(25);
  expect(await granted(60, 0)).toEqual([25, 0]);
  expect(sum(await granted(5, 40))).toBe(25);
});

test('a key that asks without end is told to wait, by how long, and nobody else is', async () => {
  const token = await newToken();
  const answers = await Promise.all(Array.from({ length: 40 }, async () => ask(walks[0], token)));
  const refused = answers.filter((answer) => answer?.statusCode === 429);
  expect(refused).toHaveLength(15);
  expect([refused[0]?.headers['retry-after'], refused[0]?.headers['content-type']]).toEqual([
    '1',
    'application/problem+json; charset=utf-8',
  ]);
  expect(refused[0]?.json()).toMatchObject({
    code: 'rate-limited',
    detail: 'This asks more than 5 times a second. Please wait 1 s.',
  });
  expect((await ask(walks[0], bearer('fm_nobody-knows-this-token-of-the-test')))?.statusCode).toBe(401);
  shiftMs += 5_000;
  expect((await ask(walks[0], token))?.statusCode).toBe(200);
});

test('after the database has cut both off, they count together again', async () => {
  await sql`select pg_terminate_backend(pid) from pg_stat_activity
    where datname = current_database() and application_name = 'fieldmarshal listen request_rate'`.execute(
    env.databases.web,
  );
  await expect.poll(async () => sum(await granted(30, 30)), { timeout: 20_000 }).toBe(25);
});

test('when one ends the other grants all', async () => {
  await walks.pop()?.close();
  await expect.poll(async () => granted(60), { timeout: 20_000 }).toEqual([25]);
});

test('without a database to ask the others by each counts for itself', async () => {
  const connection = { url: 'postgres://nobody@127.0.0.1:1/nowhere' };
  const rate = new RequestRate({ ...env, clock, databases: { ...env.databases, connection } }, 5);
  try {
    const waits = await Promise.all(Array.from({ length: 60 }, async () => rate.take('somebody')));
    expect(waits.filter((waitS) => waitS === 0)).toHaveLength(25);
    expect(waits.filter((waitS) => waitS === 1)).toHaveLength(35);
  } finally {
    await rate.close();
  }
});
