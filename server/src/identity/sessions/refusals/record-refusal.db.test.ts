import type { AuthenticationResponseJSON, RegistrationResponseJSON } from '@simplewebauthn/server';
import type { FastifyInstance } from 'fastify';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { inTransaction, type Ctx } from '#platform';
import { as, testEnv, type TestEnv } from '#testing';
import { ensureAccount } from '../../accounts/ensure.ts';
import { invite } from '../../accounts/invite.ts';
import { listAudit } from '../../audit/read.ts';
import { beginAuthenticator, confirmAuthenticator } from '../../factors/authenticator.ts';
import { totpOf } from '../../factors/code.ts';
import { beginPasskey, finishPasskey } from '../../factors/enrol-passkey.ts';
import { askForPasskey, signInWithPasskey } from '../../factors/use-passkey.ts';
import { Browser, ctxIn, identityServer } from '../../pages/browser.ts';
import { softPasskey } from '../../testing/soft-passkey.ts';

const password = 'tulip rain over delta';
let env: TestEnv;
let app: FastifyInstance;
let place: string;
const root = (): Ctx => as(env, 'root', ['admin']);

beforeAll(async () => {
  place = await mkdtemp(join(tmpdir(), 'fm-refusal-'));
  await writeFile(join(place, 'sign-in.yaml'), 'breakGlass: [root]\n');
  env = await testEnv({ config: { signIn: join(place, 'sign-in.yaml') } });
  app = await identityServer(env);
  await inTransaction(root(), async (tx) => {
    for (const person of ['root', 'mira', 'ola'])
      await ensureAccount(tx, { person, email: null, displayName: person, roles: ['admin'] });
  });
});
afterAll(async () => {
  await app.close();
  await rm(place, { recursive: true });
});

async function signedIn(person: string): Promise<Browser> {
  const browser = new Browser(app);
  await browser.post(new URL((await invite(root(), { person })).link).pathname, {});
  await browser.post('/sign-in/password', { password, again: password });
  return browser;
}

/** What was recorded of refusals from this address, the newest first. */
async function refused(address: string): Promise<unknown[]> {
  const { items } = await listAudit(root(), { action: 'session.refused', limit: 200 });
  return items
    .filter(({ after }) => JSON.stringify(after).includes(`"${address}"`))
    .map(({ subject, after }) => [subject, (after as { by: string }).by]); // oxlint-disable-line typescript/no-unsafe-type-assertion
}

test('a password, a code or a link that is wrong is recorded under the account, or under nobody', async () => {
  const own = await signedIn('mira');
  await signedIn('root');
  const { secret } = await beginAuthenticator(await ctxIn(env, own));
  const code = totpOf(secret, 'x').generate({ timestamp: env.clock.now().getTime() });
  await confirmAuthenticator(await ctxIn(env, own), { code });
  const from = { address: '192.0.2.1' };
  const browser = new Browser(app);
  for (const account of ['mira', 'root', 'nobody', password])
    expect(
      (await browser.post('/sign-in', { account, password: 'wrong wrong wrong' }, from)).statusCode,
    ).toBe(401);
  await browser.post('/sign-in', { account: 'mira', password }, from);
  for (const wrong of ['000000', 'aaaa-aaaa-aaaa-aaaa'])
    expect((await browser.post('/sign-in/code', { code: wrong }, from)).statusCode).toBe(422);
  await browser.post('/sign-in/link/made-up', {}, from);
  expect((await refused('192.0.2.1')).toReversed()).toEqual([
    ['Person/mira', 'password'],
    ['Person/root', 'password'],
    ['SignIn/unknown', 'password'],
    ['SignIn/unknown', 'password'],
    ['Person/mira', 'code'],
    ['Person/mira', 'code'],
    ['SignIn/unknown', 'link'],
  ]);
  const { items } = await listAudit(root(), { action: 'session.refused', limit: 50 });
  const said = JSON.stringify(items);
  for (const typed of [password, 'nobody', 'wrong wrong', '000000', 'aaaa', 'made-up'])
    expect(said).not.toContain(typed);
});

test('beyond the limits one row stands for all that follow, whoever is tried', async () => {
  const from = { address: '192.0.2.2' };
  const browser = new Browser(app);
  for (const account of ['ola', 'nobody'])
    for (let n = 0; n < 11; n += 1)
      await browser.post('/sign-in', { account, password: 'wrong wrong wrong' }, from);
  const rows = await refused('192.0.2.2');
  // Eight of each, and one for what came after.
  expect(rows).toHaveLength(17);
  await env.fastForward(16 * 60_000);
  for (let n = 0; n < 9; n += 1)
    await browser.post('/sign-in', { account: 'ola', password: 'wrong wrong wrong' }, from);
  expect(await refused('192.0.2.2')).toHaveLength(17 + 9);
});

const challengeOf = ({ options }: { options: Record<string, unknown> }): string =>
  String(options['challenge']);

test('a passkey that is refused is recorded under whose it is', async () => {
  const origin = 'http://127.0.0.1:4600';
  const own = await ctxIn(env, await signedIn('ola'));
  const key = softPasskey(origin);
  const question = await beginPasskey(own);
  const made = key.make(challengeOf(question)) as RegistrationResponseJSON; // oxlint-disable-line typescript/no-unsafe-type-assertion
  await finishPasskey(own, { ticket: question.ticket, name: 'key', response: made });
  const asked = await askForPasskey(env);
  const caller = { env, requestId: 'r', address: '192.0.2.3', userAgent: '' };
  const forged = key.use('another question') as AuthenticationResponseJSON; // oxlint-disable-line typescript/no-unsafe-type-assertion
  await expect(signInWithPasskey(caller, { ticket: asked.ticket, response: forged })).rejects.toMatchObject({
    code: 'unauthenticated',
  });
  expect(await refused('192.0.2.3')).toEqual([['Person/ola', 'passkey']]);
});
