import { createHash } from 'node:crypto';
import type { FastifyInstance } from 'fastify';
import { expect, test } from 'vitest';
import { inTransaction, type Config, type Ctx } from '#platform';
import { as, testEnv, type TestEnv } from '#testing';
import { disableAccount } from '../accounts/disable.ts';
import { ensureAccount } from '../accounts/ensure.ts';
import { invite } from '../accounts/invite.ts';
import { setRoles } from '../accounts/set-roles.ts';
import { listAudit } from '../audit/read.ts';
import { identityHandlers } from '../jobs.ts';
import { endOthers, endSession, listSessions } from '../sessions/manage.ts';
import { createToken } from '../tokens/manage.ts';
import { Browser, ctxIn, identityServer } from './browser.ts';

const password = 'tulip rain over delta';
const dayMs = 24 * 60 * 60 * 1000;
const root = (env: TestEnv): Ctx => as(env, 'root', ['admin']);

interface Rig {
  readonly env: TestEnv;
  readonly app: FastifyInstance;
  readonly browser: Browser;
  readonly link: () => Promise<string>;
}

/** Mira and an administrator have accounts; nobody has a password. */
async function rig(config: Partial<Config> = {}): Promise<Rig> {
  const env = await testEnv({ config });
  await inTransaction(root(env), async (tx) => {
    await ensureAccount(tx, { person: 'root', email: null, displayName: 'Root', roles: ['admin'] });
    await ensureAccount(tx, {
      person: 'mira',
      email: 'Mira@relief.example',
      displayName: 'Mira <Khan>',
      roles: ['responder'],
    });
  });
  const app = await identityServer(env);
  const origin = new URL(env.config.publicUrl ?? 'http://127.0.0.1:4600').origin;
  const link = async (): Promise<string> =>
    new URL((await invite(root(env), { person: 'mira' })).link).pathname;
  return { env, app, browser: new Browser(app, origin), link };
}

/** The same with a password chosen for Mira, in a browser that is signed in. */
async function signedIn(config: Partial<Config> = {}): Promise<Rig> {
  const made = await rig(config);
  await made.browser.post(await made.link(), {});
  const chosen = await made.browser.post('/sign-in/password', { password, again: password });
  expect(chosen.statusCode, chosen.body).toBe(303);
  return made;
}

const right = { account: 'mira', password };
const wrong = { account: 'mira', password: 'tulip rain over dune' };

test('a link signs in once, by its button only, and leads to choosing a password', async () => {
  const { app, browser, link } = await rig();
  const path = await link();
  for (let scan = 0; scan < 3; scan += 1) {
    const page = await new Browser(app).get(path);
    expect(page.statusCode).toBe(200);
    expect(page.body).toContain('Sign in as Mira &lt;Khan&gt;');
    expect(page.headers['set-cookie']).toBeUndefined();
  }
  const used = await browser.post(path, {});
  expect([used.statusCode, used.headers.location]).toEqual([303, '/sign-in/password']);
  expect(await browser.whoami()).toBe('mira');
  const again = new Browser(app);
  expect((await again.post(path, {})).statusCode).toBe(410);
  expect((await again.get(path)).statusCode).toBe(410);
  expect(await again.whoami()).toBeNull();
});

test('of two who use a link at the same moment, one is signed in', async () => {
  const { app, link } = await rig();
  const path = await link();
  const answers = await Promise.all([1, 2, 3].map(async () => new Browser(app).post(path, {})));
  expect(answers.map((answer) => answer.statusCode).toSorted((a, b) => a - b)).toEqual([303, 410, 410]);
});

test('a used, an unknown and an old link look the same', async () => {
  const { env, browser, link } = await rig();
  const old = await link();
  await env.fastForward(dayMs);
  const bodies = await Promise.all([old, '/sign-in/link/unknown'].map(async (path) => browser.get(path)));
  expect(bodies.map((page) => page.statusCode)).toEqual([410, 410]);
  expect(bodies[0]?.body).toBe(bodies[1]?.body);
  expect((await browser.post(old, {})).statusCode).toBe(410);
});

test('using one link ends the others of the same person', async () => {
  const { browser, link } = await rig();
  const [first, second] = [await link(), await link()];
  await browser.post(first, {});
  expect((await browser.get(second)).statusCode).toBe(410);
});

test('a link that another site sends is not used', async () => {
  const { app, browser, link } = await rig();
  const path = await link();
  const evil = { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' };
  expect((await new Browser(app).post(path, {}, { headers: evil })).statusCode).toBe(403);
  expect((await browser.post(path, {})).statusCode).toBe(303);
});

test('signs in by name and by e-mail address in any case, and goes where one wanted to go', async () => {
  const { app } = await signedIn();
  for (const account of ['mira', 'MIRA', ' mira@relief.EXAMPLE ']) {
    const browser = new Browser(app);
    const answer = await browser.post('/sign-in', { account, password, to: '/incidents/INC-1?panel=cause' });
    expect([answer.statusCode, answer.headers.location]).toEqual([303, '/incidents/INC-1?panel=cause']);
    expect(await browser.whoami()).toBe('mira');
    expect((await browser.get('/sign-in')).statusCode).toBe(303);
    // Asked who they are once more, also while they are signed in.
    const again = await browser.get('/sign-in?again=1&to=%2Fc%2FCOM-1');
    expect([again.statusCode, again.body.includes('value="/c/COM-1"')]).toEqual([200, true]);
  }
});

test.each([
  'https://evil.example/',
  '//evil.example',
  '/\\evil.example',
  '/\t/evil.example',
  'javascript:x',
  '',
])('goes to the start page instead of %j', async (to) => {
  const { app } = await signedIn();
  const answer = await new Browser(app).post('/sign-in', { ...right, to });
  expect(answer.headers.location).toBe('/');
});

test('wrong, unknown, disabled and without a password: one answer', async () => {
  const { env, app } = await signedIn();
  await inTransaction(root(env), async (tx) => {
    for (const person of ['ola', 'sam'])
      await ensureAccount(tx, { person, email: null, displayName: person, roles: ['viewer'] });
  });
  await disableAccount(root(env), { person: 'sam' });
  const answers = await Promise.all(
    ['mira', 'nobody', 'ola', 'sam', 'a@b@c', "' or 1=1 --", 'x\0'].map(async (account) =>
      new Browser(app).post('/sign-in', { ...wrong, account }),
    ),
  );
  for (const answer of answers) {
    expect(answer.statusCode).toBe(401);
    expect(answer.body).toContain('is not right');
    expect(answer.headers['set-cookie']).toBeUndefined();
  }
});

test('what was typed comes back as text, never as markup, and never the password', async () => {
  const { app } = await signedIn();
  const answer = await new Browser(app).post('/sign-in', { ...wrong, account: '"><script>x</script>' });
  expect(answer.body).toContain('&quot;&gt;&lt;script&gt;');
  expect(answer.body).not.toContain('<script');
  expect(answer.body).not.toContain(wrong.password);
});

test('the ninth attempt within a quarter of an hour waits, also with the right password; elsewhere and later it works', async () => {
  const { env, app } = await signedIn();
  for (let attempt = 1; attempt <= 8; attempt += 1)
    expect((await new Browser(app).post('/sign-in', wrong)).statusCode).toBe(401);
  const limited = await new Browser(app).post('/sign-in', right);
  expect(limited.statusCode).toBe(429);
  expect(limited.body).toContain('Please wait 15 min');
  expect(Number(limited.headers['retry-after'])).toBeGreaterThan(800);
  const elsewhere = await new Browser(app).post('/sign-in', right, { address: '192.0.2.7' });
  expect(elsewhere.statusCode).toBe(303);
  await env.fastForward(15 * 60_000);
  expect((await new Browser(app).post('/sign-in', right)).statusCode).toBe(303);
});

test('many attempts at once get no further than one after another', async () => {
  const { app } = await signedIn();
  const answers = await Promise.all(
    Array.from({ length: 20 }, async () => new Browser(app).post('/sign-in', wrong)),
  );
  expect(answers.filter((answer) => answer.statusCode === 401)).toHaveLength(8);
  expect(answers.filter((answer) => answer.statusCode === 429)).toHaveLength(12);
});

test('a success forgets the failures before it', async () => {
  const { app } = await signedIn();
  for (let round = 0; round < 3; round += 1) {
    for (let attempt = 1; attempt <= 7; attempt += 1) await new Browser(app).post('/sign-in', wrong);
    expect((await new Browser(app).post('/sign-in', right)).statusCode).toBe(303);
  }
});

test('one address is limited whatever the account, an IPv6 network as one', async () => {
  const { app } = await signedIn();
  const statuses: number[] = [];
  for (let n = 0; n < 61; n += 1) {
    const address = `2001:db8:0:1::${(n + 1).toString(16)}`;
    statuses.push(
      (await new Browser(app).post('/sign-in', { account: `a${n}`, password }, { address })).statusCode,
    );
  }
  expect(statuses.slice(0, 60).every((status) => status === 401)).toBe(true);
  expect(statuses[60]).toBe(429);
});

test('on plain http the cookie is for this port, unreadable for scripts, and not sent along by other sites', async () => {
  const { app } = await signedIn();
  const answer = await new Browser(app).post('/sign-in', right);
  expect(answer.headers['set-cookie']).toMatch(
    /^fm_session_4600=[\w-]{43}; Path=\/; Max-Age=2592000; HttpOnly; SameSite=Lax$/,
  );
});

test('on plain http the cookie is for the port that people use, and good at every process of the installation', async () => {
  const { env, app } = await signedIn();
  const other = await identityServer({ ...env });
  const whoAt = async (at: FastifyInstance, host: string, cookie: string): Promise<unknown> => {
    const answer = await at.inject({ method: 'GET', url: '/whoami', headers: { host, cookie } });
    return answer.json<{ actor: { person: string } | null }>().actor?.person;
  };
  const [cookie = ''] = String((await new Browser(app).post('/sign-in', right)).headers['set-cookie']).split(
    ';',
  );
  expect(cookie).toMatch(/^fm_session_4600=/);
  expect(await whoAt(other, '127.0.0.1:4601', cookie)).toBe('mira');
  const withoutAddress = await identityServer({ ...env, config: { ...env.config, publicUrl: undefined } });
  expect(await whoAt(withoutAddress, '127.0.0.1:4602', cookie)).toBe('mira');
  expect(await whoAt(withoutAddress, '127.0.0.1:4602', `fm_session_4602=x; ${cookie}`)).toBeUndefined();
  const tls = await identityServer({ ...env, config: { ...env.config, publicUrl: 'https://fm.example' } });
  expect(await whoAt(tls, 'fm.example', cookie)).toBeUndefined();
});

test('behind TLS the cookie is bound to the host', async () => {
  const { app } = await signedIn({ publicUrl: 'https://fm.example' });
  const answer = await new Browser(app, 'https://fm.example').post('/sign-in', right);
  expect(answer.headers['set-cookie']).toMatch(
    /^__Host-fm_session=[\w-]{43}; Path=\/; Max-Age=2592000; HttpOnly; SameSite=Lax; Secure$/,
  );
});

test('the session is nowhere in storage as the cookie has it', async () => {
  const { env, browser } = await signedIn();
  const rows = await env.databases.web.selectFrom('session').selectAll().execute();
  const [value = ''] = [...browser.cookies.values()];
  expect(value).not.toBe('');
  for (const row of rows) expect(row.token_hash.toString('base64url')).not.toBe(value);
  expect(JSON.stringify([rows, await listAudit(root(env), { limit: 50 })])).not.toContain(value);
});

test.each([
  ['no header at all', {}],
  ['another origin', { origin: 'https://evil.example' }],
  ['the same host on another port', { origin: 'http://127.0.0.1:4601' }],
  ['an opaque origin', { origin: 'null' }],
  ['a sibling site', { 'sec-fetch-site': 'same-site', origin: 'http://127.0.0.1:4600' }],
  ['another site', { 'sec-fetch-site': 'cross-site' }],
])('a cookie does not count on a write with %s', async (_what, headers) => {
  const { browser } = await signedIn();
  expect(await browser.whoami({ method: 'POST', headers })).toBeNull();
  expect(await browser.whoami({ headers })).toBe('mira');
  const answer = await browser.post('/sign-out', {}, { headers });
  expect(answer.statusCode).toBe(403);
  expect(await browser.whoami()).toBe('mira');
});

test('a cookie counts on a write from our own pages', async () => {
  const { browser } = await signedIn();
  expect(await browser.whoami({ method: 'POST' })).toBe('mira');
  expect(await browser.whoami({ method: 'POST', headers: { origin: 'http://127.0.0.1:4600' } })).toBe('mira');
  expect(await browser.whoami({ method: 'POST', headers: { 'sec-fetch-site': 'same-origin' } })).toBe('mira');
});

test('signed out, the cookie is gone and worthless', async () => {
  const { browser } = await signedIn();
  const kept = new Map(browser.cookies);
  const answer = await browser.post('/sign-out', {});
  expect([answer.statusCode, answer.headers.location]).toEqual([303, '/sign-in?out=1']);
  expect(browser.cookies.size).toBe(0);
  for (const [name, value] of kept) browser.cookies.set(name, value);
  expect(await browser.whoami()).toBeNull();
});

test('the sessions of a disabled account end at once, and it cannot sign in', async () => {
  const { env, app, browser } = await signedIn();
  await disableAccount(root(env), { person: 'mira' });
  expect(await browser.whoami()).toBeNull();
  expect((await new Browser(app).post('/sign-in', right)).statusCode).toBe(401);
});

test('a session left behind is worth nothing once its account is disabled', async () => {
  const { env, browser } = await signedIn();
  await env.databases.pools.web.query(`update account set disabled_at = now() where person = 'mira'`);
  expect(await browser.whoami()).toBeNull();
});

test('changed roles count from the next request', async () => {
  const { env, browser } = await signedIn();
  await setRoles(root(env), { person: 'mira', roles: ['viewer'] });
  const answer = await browser.get('/whoami');
  expect(answer.json()).toMatchObject({ actor: { roles: ['viewer'] } });
});

test('a session ends after a week without use and a month in any case', async () => {
  const { env, browser } = await signedIn();
  for (let day = 0; day < 28; day += 4) {
    await env.fastForward(4 * dayMs);
    expect(await browser.whoami(), `day ${day + 4}`).toBe('mira');
    // Moving the end on is not waited for by the request.
    await expect
      .poll(async () => {
        const seen = `select from session where last_seen_at > now() - interval '1 minute'`;
        return (await env.databases.pools.web.query(seen)).rowCount;
      })
      .toBe(1);
  }
  await env.fastForward(2 * dayMs + 60_000);
  expect(await browser.whoami()).toBeNull();
});

test('a session not used for a week is over', async () => {
  const { env, browser } = await signedIn();
  await env.fastForward(7 * dayMs);
  expect(await browser.whoami()).toBeNull();
});

test('people see and end their own sessions; others do not see them', async () => {
  const { env, app, browser } = await signedIn();
  const second = new Browser(app);
  await second.post('/sign-in', right);
  const mira = as(env, 'mira');
  const { items } = await listSessions(mira, { person: 'mira' });
  expect(items).toHaveLength(2);
  const stranger = as(env, 'ola', ['lead']);
  await expect(listSessions(stranger, { person: 'mira' })).rejects.toMatchObject({ code: 'not-found' });
  for (const { id } of items) {
    await expect(endSession(stranger, { person: 'mira', id })).rejects.toMatchObject({ code: 'not-found' });
    await expect(endSession(root(env), { person: 'root', id })).rejects.toMatchObject({ code: 'not-found' });
  }
  const [one, two] = items;
  await endSession(mira, { person: 'mira', id: one?.id ?? '' });
  await endSession(root(env), { person: 'mira', id: two?.id ?? '' });
  expect([await browser.whoami(), await second.whoami()]).toEqual([null, null]);
});

test('all other sessions end at once: the one that asks stays, and so do those of others', async () => {
  const { env, app, browser } = await signedIn();
  const others = [new Browser(app), new Browser(app)];
  for (const other of others) await other.post('/sign-in', right);
  const rows = await listSessions(root(env), { person: 'mira' });
  const stranger = as(env, 'ola', ['lead']);
  await expect(endOthers(stranger, { person: 'mira' })).rejects.toMatchObject({ code: 'not-found' });
  expect(await endOthers(root(env), { person: 'root' })).toEqual({ ended: 0 });
  expect(rows.items).toHaveLength(3);

  expect(await endOthers(await ctxIn(env, browser), { person: 'mira' })).toEqual({ ended: 2 });
  expect(await Promise.all([browser, ...others].map(async (each) => each.whoami()))).toEqual([
    'mira',
    null,
    null,
  ]);
  const { items } = await listAudit(root(env), { action: 'session.ended', limit: 5 });
  expect(items).toHaveLength(2);
});

test('a changed password needs the old one and ends the other sessions', async () => {
  const { app, browser } = await signedIn();
  const second = new Browser(app);
  await second.post('/sign-in', right);
  const next = 'seven lanterns on a river';
  const refused = await browser.post('/sign-in/password', { current: 'wrong', password: next, again: next });
  expect([refused.statusCode, refused.body.includes('current password is not right')]).toEqual([422, true]);
  const done = await browser.post('/sign-in/password', { current: password, password: next, again: next });
  expect(done.statusCode).toBe(303);
  expect([await browser.whoami(), await second.whoami()]).toEqual(['mira', null]);
  expect((await new Browser(app).post('/sign-in', right)).statusCode).toBe(401);
  expect((await new Browser(app).post('/sign-in', { account: 'mira', password: next })).statusCode).toBe(303);
});

test('guessing the old password is limited', async () => {
  const { browser } = await signedIn();
  const form = { current: 'x', password: 'seven lanterns on a river', again: 'seven lanterns on a river' };
  for (let n = 0; n < 8; n += 1) expect((await browser.post('/sign-in/password', form)).statusCode).toBe(422);
  expect((await browser.post('/sign-in/password', { ...form, current: password })).statusCode).toBe(429);
});

test.each([
  ['too short', 'short', 'short', 'at least 12'],
  ['common', 'correct horse battery staple', 'correct horse battery staple', 'too common'],
  ['of a breach', 'MailCreated5240', 'MailCreated5240', 'known from breaches'],
  ['their e-mail address', 'mira@relief.example', 'mira@relief.example', 'name or e-mail'],
  ['not the same twice', 'tulip rain over delta', 'tulip rain over dune', 'not the same'],
])('a password that is %s is refused with the reason', async (_what, first, again, reason) => {
  const { browser, link } = await rig();
  await browser.post(await link(), {});
  const answer = await browser.post('/sign-in/password', { password: first, again });
  expect(answer.statusCode).toBe(400);
  expect(answer.body).toContain(reason);
  expect(answer.body).not.toContain(`value="${first}"`);
});

test('half an hour after signing in with a link, a new password needs the old one', async () => {
  const { env, browser, link } = await signedIn();
  await browser.post(await link(), {});
  expect((await browser.get('/sign-in/password')).body).not.toContain('name="current"');
  await env.fastForward(30 * 60_000);
  expect((await browser.get('/sign-in/password')).body).toContain('name="current"');
  const next = 'seven lanterns on a river';
  expect((await browser.post('/sign-in/password', { password: next, again: next })).statusCode).toBe(422);
});

test('choosing a password needs to be signed in', async () => {
  const { browser } = await rig();
  expect((await browser.get('/sign-in/password')).headers.location).toContain('/sign-in?to=');
  expect((await browser.post('/sign-in/password', { password, again: password })).statusCode).toBe(303);
});

test('pages need no script, allow none, and are not kept', async () => {
  const { browser } = await rig();
  const page = await browser.get('/sign-in?to=/now');
  expect(page.headers['content-security-policy']).toMatch(
    /^default-src 'none'; style-src 'sha256-[^']+'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'$/,
  );
  const style = /<style>(.*)<\/style>/s.exec(page.body)?.[1] ?? '';
  const hash = createHash('sha256').update(style).digest('base64');
  expect(page.headers['content-security-policy']).toContain(`'sha256-${hash}'`);
  expect(page.headers['cache-control']).toBe('no-store');
  expect(page.body).not.toContain('<script');
  expect(page.body).not.toMatch(/ style=/);
  expect(page.body.length).toBeLessThan(10_000);
});

test('what is no form, or too large, is refused as a page', async () => {
  const { app } = await rig();
  const headers = { origin: 'http://127.0.0.1:4600', host: '127.0.0.1:4600' };
  const json = await app.inject({ method: 'POST', url: '/sign-in', headers, payload: { account: 'mira' } });
  expect([json.statusCode, json.headers['content-type']]).toEqual([415, 'text/html; charset=utf-8']);
  const type = 'application/x-www-form-urlencoded';
  const large = await app.inject({
    method: 'POST',
    url: '/sign-in',
    headers: { ...headers, 'content-type': type },
    payload: `account=${'x'.repeat(20_000)}`,
  });
  expect(large.statusCode).toBe(413);
});

test('a bearer token decides alone, whatever cookie comes with it', async () => {
  const { env, browser } = await signedIn();
  const { secret } = await createToken(root(env), { name: 'ci', expiresInDays: 1, service: false });
  const ask = async (authorization: string): Promise<string | null> =>
    browser.whoami({ method: 'POST', headers: { authorization } });
  expect(await ask(`Bearer ${secret}`)).toBe('root');
  expect(await ask(`bearer  ${secret}`)).toBe('root');
  expect(await ask('Bearer fm_wrong')).toBeNull();
  expect(await ask('Basic bWlyYTp4')).toBeNull();
  expect(await ask('')).toBeNull();
});

test('the audit log is exported to a lead and does not exist for a responder', async () => {
  const { env, app, browser } = await signedIn();
  expect((await browser.get('/api/v1/audit/export')).statusCode).not.toBe(200);
  const { secret } = await createToken(root(env), { name: 'ci', expiresInDays: 1, service: false });
  const answer = await app.inject({
    url: '/api/v1/audit/export?action=account.*',
    headers: { authorization: `Bearer ${secret}` },
  });
  expect(answer.headers['content-type']).toBe('application/x-ndjson; charset=utf-8');
  const rows = answer.body.trimEnd().split('\n');
  expect(JSON.parse(rows.pop() ?? '')).toEqual({ end: true, complete: false, rows: 4 });
  expect(rows.map((row): unknown => JSON.parse(row).action)).toEqual([
    'account.password-changed',
    'account.invited',
    'account.created',
    'account.created',
  ]);
});

test('what can no longer be used is removed', async () => {
  const { env, link } = await signedIn();
  await link();
  await env.fastForward(31 * dayMs);
  const [clean] = identityHandlers;
  await clean?.run(as(env, 'system'), {});
  for (const table of ['session', 'sign_in_link', 'sign_in_attempt'] as const)
    expect(await env.databases.web.selectFrom(table).selectAll().execute(), table).toEqual([]);
});
