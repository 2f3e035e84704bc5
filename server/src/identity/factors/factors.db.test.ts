import type { AuthenticationResponseJSON, RegistrationResponseJSON } from '@simplewebauthn/server';
import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { inTransaction, readConfig, seal, type Ctx } from '#platform';
import { as, testEnv, type TestEnv } from '#testing';
import { ensureAccount } from '../accounts/ensure.ts';
import { invite } from '../accounts/invite.ts';
import { listAudit } from '../audit/read.ts';
import { Browser, ctxIn, identityServer } from '../pages/browser.ts';
import { permit } from '../permit.ts';
import { readSignInWays } from '../providers/read.ts';
import { softPasskey } from '../testing/soft-passkey.ts';
import { createToken } from '../tokens/manage.ts';
import {
  beginAuthenticator,
  confirmAuthenticator,
  removeAuthenticator,
  renewRecoveryCodes,
} from './authenticator.ts';
import { totpOf, totpPurpose } from './code.ts';
import { confirmSelf, waysToConfirm } from './confirm.ts';
import { beginPasskey, finishPasskey, removePasskey, renamePasskey } from './enrol-passkey.ts';
import { askForPasskey, signInWithPasskey } from './use-passkey.ts';

const origin = 'http://127.0.0.1:4600';
const password = 'tulip rain over delta';
const minuteMs = 60_000;
let env: TestEnv;
let app: FastifyInstance;
const root = (): Ctx => as(env, 'root', ['admin']);

beforeAll(async () => {
  env = await testEnv();
  app = await identityServer(env);
  await inTransaction(root(), async (tx) => {
    for (const person of ['root', 'mira', 'joe', 'ann', 'bob', 'cleo', 'dora'])
      await ensureAccount(tx, { person, email: null, displayName: person, roles: ['admin'] });
  });
});
afterAll(async () => app.close());

/** A browser in which the person has just signed in and has the password. */
async function signedIn(person: string): Promise<Browser> {
  const browser = new Browser(app);
  await browser.post(new URL((await invite(root(), { person })).link).pathname, {});
  await browser.post('/sign-in/password', { password, again: password });
  return browser;
}

const ctxOf = async (browser: Browser): Promise<Ctx> => ctxIn(env, browser);

function codeOf(secret: string): string {
  return totpOf(secret, 'x').generate({ timestamp: env.clock.now().getTime() });
}

/** Sets an app up; the next code is one that was not used yet. */
async function withApp(person: string) {
  const browser = await signedIn(person);
  const { secret, uri } = await beginAuthenticator(await ctxOf(browser));
  expect(uri).toContain(`otpauth://totp/Fieldmarshal:${person}`);
  const { recoveryCodes } = await confirmAuthenticator(await ctxOf(browser), { code: codeOf(secret) });
  await env.fastForward(minuteMs);
  return { browser, secret, recoveryCodes };
}

test('a code is asked for beside the password, works once, and not for long', async () => {
  const { secret } = await withApp('mira');
  const browser = new Browser(app);
  const half = await browser.post('/sign-in', { account: 'mira', password, to: '/incidents' });
  expect(half.headers.location).toBe('/sign-in/code?to=%2Fincidents');
  expect(await browser.whoami()).toBeNull();
  const old = codeOf(secret);
  await env.fastForward(2 * minuteMs);
  for (const code of ['000000', old, '', 'x'.repeat(100), 'aaaa-aaaa-aaaa-aaaa'])
    expect((await browser.post('/sign-in/code', { code, to: '/' })).statusCode, code).toBe(422);
  const code = codeOf(secret);
  const right = await browser.post('/sign-in/code', {
    code: `${code.slice(0, 3)} ${code.slice(3)}`,
    to: '/incidents',
  });
  expect([right.statusCode, right.headers.location]).toEqual([303, '/incidents']);
  expect(await browser.whoami()).toBe('mira');
  const second = new Browser(app);
  await second.post('/sign-in', { account: 'mira', password });
  expect((await second.post('/sign-in/code', { code })).statusCode).toBe(422);
  await env.fastForward(11 * minuteMs);
  expect((await second.post('/sign-in/code', { code: codeOf(secret) })).statusCode).toBe(410);
});

test('codes cannot be guessed: neither from one place nor from many', async () => {
  const { secret } = await withApp('joe');
  await env.fastForward(16 * minuteMs);
  const browser = new Browser(app);
  await browser.post('/sign-in', { account: 'joe', password });
  for (let place = 0; place < 8; place += 1)
    await browser.post('/sign-in/code', { code: '000000' }, { address: `192.0.2.${place}` });
  const late = await browser.post('/sign-in/code', { code: codeOf(secret) }, { address: '192.0.2.99' });
  expect([late.statusCode, Number(late.headers['retry-after']) > 0]).toEqual([429, true]);
});

test('where the authenticator was sealed with a key that is not here, the person reads so, and a recovery code works', async () => {
  const { secret, recoveryCodes } = await withApp('dora');
  const config = readConfig({ FIELDMARSHAL_SECRET_KEY: 'the-key-of-another-process' });
  const sealed = await seal({ config }, secret, totpPurpose('dora'));
  await env.databases.web.updateTable('totp').set({ secret: sealed }).where('person', '=', 'dora').execute();
  const browser = new Browser(app);
  await browser.post('/sign-in', { account: 'dora', password, to: '/' });
  const refused = await browser.post('/sign-in/code', { code: codeOf(secret), to: '/' });
  expect(refused.statusCode).toBe(422);
  expect(refused.body).toContain('This server cannot open what your authenticator was set up with');
  await browser.post('/sign-in/code', { code: recoveryCodes[0] ?? '', to: '/' });
  expect(await browser.whoami()).toBe('dora');
});

test('a link asks for the code, too; a recovery code works once in its place, and new ones end the old', async () => {
  const { recoveryCodes, browser: own } = await withApp('ann');
  await env.fastForward(16 * minuteMs);
  expect(new Set(recoveryCodes).size).toBe(10);
  const [first = '', second = ''] = recoveryCodes;
  const browser = new Browser(app);
  await browser.post(new URL((await invite(root(), { person: 'ann' })).link).pathname, {});
  expect(await browser.whoami()).toBeNull();
  const answer = await browser.post('/sign-in/code', { code: first.toUpperCase(), to: '/' });
  expect(answer.headers.location).toBe('/sign-in/password');
  expect(await browser.whoami()).toBe('ann');
  const again = new Browser(app);
  await again.post('/sign-in', { account: 'ann', password });
  expect((await again.post('/sign-in/code', { code: first })).statusCode).toBe(422);
  await expect(renewRecoveryCodes(await ctxOf(own))).rejects.toMatchObject({ code: 'sign-in-again' });
  await renewRecoveryCodes(await ctxOf(browser));
  expect((await again.post('/sign-in/code', { code: second })).statusCode).toBe(422);
  const { rows } = await env.databases.pools.web.query(`select secret from totp where person = 'ann'`);
  expect(JSON.stringify(rows)).not.toContain('otpauth');
  await removeAuthenticator(root(), { person: 'ann' });
  expect(
    (await new Browser(app).post('/sign-in', { account: 'ann', password, to: '/' })).headers.location,
  ).toBe('/');
});

test('what customers or the installation feel asks once more who it is, then goes on', async () => {
  const { browser, secret } = await withApp('bob');
  const may = async (): Promise<void> => permit(await ctxOf(browser), 'communication.approve');
  await may();
  await env.fastForward(16 * minuteMs);
  await expect(may()).rejects.toMatchObject({ code: 'sign-in-again' });
  permit(await ctxOf(browser), 'incident.acknowledge');
  // However it comes, by a screen of accounts or a Person of the catalog.
  const made = { person: 'newcomer', email: null, displayName: 'Newcomer', roles: ['admin' as const] };
  const make = async (): Promise<void> =>
    inTransaction(await ctxOf(browser), async (tx) => ensureAccount(tx, made));
  await expect(make()).rejects.toMatchObject({ code: 'sign-in-again' });
  await expect(
    createToken(await ctxOf(browser), { name: 'mine', expiresInDays: 1, service: false }),
  ).rejects.toMatchObject({ code: 'sign-in-again' });
  expect(await waysToConfirm(await ctxOf(browser))).toMatchObject({
    password: true,
    code: true,
    passkey: null,
    fresh: false,
  });
  const confirm = async (shown: { password: string; code: string }) =>
    confirmSelf(await ctxOf(browser), shown);
  await expect(confirm({ password: 'wrong', code: codeOf(secret) })).rejects.toMatchObject({
    faults: [{ path: 'password' }],
  });
  await expect(confirm({ password, code: '' })).rejects.toMatchObject({ faults: [{ path: 'code' }] });
  await expect(may()).rejects.toMatchObject({ code: 'sign-in-again' });
  await confirm({ password, code: codeOf(secret) });
  await may();
  await make();
  const { items } = await listAudit(root(), { action: 'session.confirmed', limit: 1 });
  expect(items[0]).toMatchObject({ subject: 'Person/bob', after: { by: 'password' } });
});

type Question = { ticket: string; options: Record<string, unknown> };
const challengeOf = ({ options }: Question): string => options['challenge'] as string;

test('a passkey is made, signs in without a password, shows who it is, and is removed', async () => {
  const browser = await signedIn('cleo');
  const passkey = softPasskey(origin);
  const question = await beginPasskey(await ctxOf(browser));
  const response = passkey.make(challengeOf(question)) as RegistrationResponseJSON;
  await finishPasskey(await ctxOf(browser), { ticket: question.ticket, name: 'Laptop', response });
  await expect(
    finishPasskey(await ctxOf(browser), { ticket: question.ticket, name: 'Again', response }),
  ).rejects.toMatchObject({ code: 'gone' });

  const headers = { host: '127.0.0.1:4600', origin, 'sec-fetch-site': 'same-origin' };
  const asked = await app.inject({ method: 'POST', url: '/sign-in/passkey/options', headers, payload: {} });
  const ask = asked.json<Question>();
  const payload = { ticket: ask.ticket, response: passkey.use(challengeOf(ask)) };
  const elsewhere = { ...headers, origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' };
  const foreign = await app.inject({ method: 'POST', url: '/sign-in/passkey', headers: elsewhere, payload });
  expect(foreign.body).toContain('not sent from a page of this server');
  const answer = await app.inject({ method: 'POST', url: '/sign-in/passkey', headers, payload });
  expect(answer.statusCode, answer.body).toBe(200);
  expect(answer.cookies[0]?.name).toBe('fm_session_4600');

  await env.fastForward(16 * minuteMs);
  const ways = await waysToConfirm(await ctxOf(browser));
  if (ways.passkey === null) throw new Error('the passkey is not offered');
  const shown = passkey.use(challengeOf(ways.passkey)) as AuthenticationResponseJSON;
  await confirmSelf(await ctxOf(browser), {
    password: '',
    code: '',
    passkey: { ticket: ways.passkey.ticket, response: shown },
  });
  expect((await readSignInWays(await ctxOf(browser), { person: 'cleo' })).passkeys).toMatchObject([
    { name: 'Laptop' },
  ]);
  const renamed = { id: passkey.id, name: 'Old laptop' };
  const stranger = as(env, 'ola', ['lead']);
  for (const [ctx, person] of [
    [stranger, 'cleo'],
    [root(), 'root'],
  ] as const)
    await expect(renamePasskey(ctx, { ...renamed, person })).rejects.toMatchObject({ code: 'not-found' });
  await renamePasskey(await ctxOf(browser), { ...renamed, person: 'cleo' });
  expect((await readSignInWays(await ctxOf(browser), { person: 'cleo' })).passkeys).toMatchObject([
    { name: 'Old laptop' },
  ]);
  const { items } = await listAudit(root(), { action: 'account.passkey-renamed', limit: 5 });
  expect(items).toMatchObject([{ before: { name: 'Laptop' }, after: { name: 'Old laptop' } }]);
  await removePasskey(await ctxOf(browser), { person: 'cleo', id: passkey.id });
  const caller = { env, requestId: 'test', address: '127.0.0.1', userAgent: '' };
  const last = await askForPasskey(env);
  const late = passkey.use(challengeOf(last)) as AuthenticationResponseJSON;
  await expect(signInWithPasskey(caller, { ticket: last.ticket, response: late })).rejects.toMatchObject({
    code: 'unauthenticated',
  });
});

test.each<[what: string, use: (passkey: ReturnType<typeof softPasskey>, ask: Question) => object]>([
  ['an answer to another question', (passkey) => passkey.use(Buffer.alloc(32).toString('base64url'))],
  [
    'an answer given to another host',
    (passkey, ask) => passkey.use(challengeOf(ask), { origin: 'https://fieldmarshal.evil.example' }),
  ],
  [
    'a key that did not check its person',
    (passkey, ask) => passkey.use(challengeOf(ask), { verified: false }),
  ],
  ['a counter that went back', (passkey, ask) => passkey.use(challengeOf(ask), { counter: 1 })],
  [
    'another key under the same id',
    (passkey, ask) => ({ ...softPasskey(origin).use(challengeOf(ask)), id: passkey.id, rawId: passkey.id }),
  ],
])('nobody gets in with %s', async (what, use) => {
  await env.fastForward(16 * minuteMs);
  const browser = await signedIn('root');
  const passkey = softPasskey(origin);
  const question = await beginPasskey(await ctxOf(browser));
  const made = passkey.make(challengeOf(question)) as RegistrationResponseJSON;
  await finishPasskey(await ctxOf(browser), { ticket: question.ticket, name: what, response: made });
  const caller = { env, requestId: 'test', address: '127.0.0.1', userAgent: '' };
  const sign = async (how: (ask: Question) => object) => {
    const ask = await askForPasskey(env);
    return signInWithPasskey(caller, {
      ticket: ask.ticket,
      response: how(ask) as AuthenticationResponseJSON,
    });
  };
  for (let use1 = 0; use1 < 2; use1 += 1) await sign((ask) => passkey.use(challengeOf(ask)));
  await expect(sign((ask) => use(passkey, ask))).rejects.toMatchObject({ code: 'unauthenticated' });
});
