import { afterAll, beforeAll, expect, test } from 'vitest';
import { testEnv } from '#testing';
import { bearer, startWalk, type Walk } from './permission-walk/rig.ts';

const bootstrapToken = 'fm_a-token-for-the-test-of-rates';
const env = await testEnv({ config: { bootstrapToken, apiRequestsPerSecond: 2 } });
let walk: Walk;

beforeAll(async () => {
  walk = await startWalk(env);
});
afterAll(async () => walk.close());

test('a key that asks without end is told to wait, by how long, and nobody else is', async () => {
  const other = bearer('fm_nobody-knows-this-token-of-the-test');
  const ask = async (as = bearer(bootstrapToken)) => walk.send({ method: 'GET', url: '/api/v1/me' }, as);
  const answers = await Promise.all(Array.from({ length: 40 }, async () => ask()));
  const refused = answers.filter(({ statusCode }) => statusCode === 429);
  expect(answers.filter(({ statusCode }) => statusCode !== 429 && statusCode >= 500)).toEqual([]);
  expect(refused.length).toBeGreaterThan(20);
  expect([refused[0]?.headers['retry-after'], refused[0]?.headers['content-type']]).toEqual([
    '1',
    'application/problem+json; charset=utf-8',
  ]);
  expect(refused[0]?.json()).toMatchObject({
    code: 'rate-limited',
    detail: 'This asks more than 2 times a second. Please wait 1 s.',
  });
  expect((await ask(other)).statusCode).toBe(401);
  await env.fastForward(5_000);
  expect((await ask()).statusCode).toBe(200);
});
