import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { as, testEnv, type TestEnv } from '#testing';
import { Browser, identityServer } from '../pages/browser.ts';
import { startRealProvider, type RealProvider } from '../testing/real-provider.ts';
import { clientOf } from './client.ts';
import { readSignInRules } from './read.ts';
import type { IdentityProvider } from './sign-in-file.ts';

let env: TestEnv;
let real: RealProvider;
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'fm-away-'));
  real = await startRealProvider(['http://127.0.0.1:4600/'], 'http://127.0.0.1:4600');
  const [name, clientId] = ['brief', 'fieldmarshal'];
  const signIn = join(folder, 'sign-in.yaml');
  const rules = { providers: [{ name, label: 'Brief', clientId, issuer: real.issuer }] };
  await writeFile(signIn, JSON.stringify(rules));
  env = await testEnv({ config: { signIn, data: folder } });
});
afterAll(async () => {
  real.close();
  await rm(folder, { recursive: true });
});

test('a provider that goes away is seen to be away at the next look, in words', async () => {
  const problem = async (): Promise<string | null | undefined> =>
    (await readSignInRules(as(env, 'root', ['admin']))).items[0]?.problem;
  expect(await problem()).toBeNull();
  real.close();
  await env.fastForward(60_000);
  expect(await problem()).toMatch(/^127\.0\.0\.1:\d+ cannot be reached: connection refused\.$/);
});

test('trips to a provider, whoever makes them, keep nobody from a password', async () => {
  const app = await identityServer(env);
  const browser = new Browser(app);
  const trip = async (more = {}) => app.inject({ url: '/sign-in/provider/brief', headers: more });
  for (let time = 0; time < 61; time += 1) await trip();
  expect((await trip()).statusCode).toBe(429);
  // A picture or a frame on the page of somebody else is not even counted.
  expect((await trip({ 'sec-fetch-dest': 'image' })).statusCode).toBe(403);
  expect((await trip({ 'sec-fetch-dest': 'document' })).statusCode).toBe(429);
  const answer = await browser.post('/sign-in', { account: 'rescue', password: 'wrong' });
  expect(answer.body).toContain('is not right');
  await app.close();
});

test('all who ask a provider at once that is away hear the same', async () => {
  const away: IdentityProvider = {
    ...{
      name: 'away',
      label: 'Away',
      issuer: 'http://127.0.0.1:9',
      clientId: 'fieldmarshal',
      clientSecret: undefined,
    },
    ...{ clientAuth: 'basic', scopes: ['openid'], groupsClaim: 'groups', roles: {}, admit: 'invited' },
    ...{ defaultRole: 'viewer', sessionHours: 24, signOut: true, allowPrivate: true },
  };
  const found = await Promise.allSettled([clientOf(env, away), clientOf(env, away)]);
  const why = { code: 'unavailable', publicMessage: 'Away does not answer at the moment. Please try again.' };
  expect(found).toMatchObject([{ reason: why }, { reason: why }]);
});
