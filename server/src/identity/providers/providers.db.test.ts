import { createSecretKey, generateKeyPairSync } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { inTransaction, type Ctx } from '#platform';
import { as, testEnv, type TestEnv } from '#testing';
import { disableAccount } from '../accounts/disable.ts';
import { ensureAccount } from '../accounts/ensure.ts';
import { invite } from '../accounts/invite.ts';
import { listAccounts } from '../accounts/list.ts';
import { listAudit } from '../audit/read.ts';
import { Browser, identityServer } from '../pages/browser.ts';
import { startHostileProvider, type HostileProvider } from '../testing/hostile-provider.ts';
import { startRealProvider, type RealProvider } from '../testing/real-provider.ts';

const home = 'http://127.0.0.1:4600';
let env: TestEnv;
let app: FastifyInstance;
let real: RealProvider;
let evil: HostileProvider;
let folder: string;
const root = (): Ctx => as(env, 'root', ['admin']);

/** One organisation with three ways in: by group, by invitation only, and one that lies. */
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'fm-sign-in-'));
  real = await startRealProvider(
    ['corp', 'invited'].map((name) => `${home}/sign-in/provider/${name}/callback`),
    home,
  );
  evil = await startHostileProvider();
  const shared = { clientId: 'fieldmarshal', clientSecret: { env: 'FM_TEST_CLIENT_SECRET' } };
  process.env['FM_TEST_CLIENT_SECRET'] = 'a secret of the client';
  const rules = {
    breakGlass: ['root'],
    passwords: 'break-glass',
    providers: [
      {
        ...shared,
        name: 'corp',
        label: 'Relief <Corp>',
        issuer: real.issuer,
        admit: 'groups',
        roles: { sre: 'field-marshal', staff: 'viewer' },
      },
      { ...shared, name: 'invited', label: 'Guests', issuer: real.issuer },
      {
        name: 'evil',
        label: 'Evil',
        clientId: 'fieldmarshal',
        issuer: evil.issuer,
        admit: 'everyone',
        defaultRole: 'admin',
      },
      {
        name: 'realm',
        label: 'Realm',
        clientId: 'fieldmarshal',
        issuer: evil.issuer,
        admit: 'groups',
        groupsClaim: 'realm_access.roles',
        roles: { sre: 'field-marshal' },
      },
      {
        name: 'tenant',
        label: 'Tenant',
        clientId: 'fieldmarshal',
        issuer: evil.issuer,
        admit: 'groups',
        roles: { sre: 'field-marshal' },
      },
    ],
  };
  const signIn = join(folder, 'sign-in.yaml');
  await writeFile(signIn, JSON.stringify(rules));
  env = await testEnv({ config: { signIn, data: folder } });
  app = await identityServer(env);
  await inTransaction(root(), async (tx) => {
    await ensureAccount(tx, { person: 'root', email: null, displayName: 'Root', roles: ['admin'] });
    await ensureAccount(tx, {
      person: 'mira',
      email: 'mira@relief.example',
      displayName: 'Mira',
      roles: ['responder'],
    });
  });
});
afterAll(async () => {
  await app.close();
  real.close();
  evil.close();
  await rm(folder, { recursive: true });
});

/** Through the provider as `subject` with these groups, in this browser; gives the answer to coming back. */
async function through(
  name: string,
  subject: string,
  { browser = new Browser(app), groups = ['staff'], to = '/' } = {},
) {
  real.person = subject;
  real.people.set(subject, {
    // What is not seen in it is not taken over.
    name: 'Mira\u202e Kh\u200ban',
    preferred_username: 'mira',
    groups,
    email: 'mira@relief.example',
    email_verified: true,
  });
  const left = await browser.get(`/sign-in/provider/${name}?to=${encodeURIComponent(to)}`);
  const back = await real.visit(`${left.headers.location}`, home);
  const kept = [...browser.cookies];
  return { browser, back, kept, answer: await browser.get(back) };
}

async function lastAudit(action: string) {
  const { items } = await listAudit(root(), { action, limit: 1 });
  return items[0];
}

/** Why somebody was refused last. */
async function lastReason(): Promise<string> {
  const after = (await lastAudit('session.refused'))?.after as { why: string; address: string };
  expect(after.address).toBe('127.0.0.1');
  return after.why;
}

describe('a real provider', () => {
  test('makes an account just in time, named apart from whom it is not, with the role of the group', async () => {
    const { browser, answer } = await through('corp', 'subject-1', {
      groups: ['sre', 'other'],
      to: '/incidents?mine=1',
    });
    expect([answer.statusCode, answer.headers.location], answer.body).toEqual([303, '/incidents?mine=1']);
    // "mira" and the address belong to somebody else here: neither makes the newcomer her.
    expect(await browser.whoami()).toBe('mira-2');
    const { items } = await listAccounts(root(), { limit: 10 });
    expect(items.find(({ person }) => person === 'mira-2')).toMatchObject({
      displayName: 'Mira Khan',
      email: null,
      roles: ['field-marshal'],
      managedBy: 'sign-in provider corp',
      hasPassword: false,
    });
    const again = await through('corp', 'subject-1', { groups: ['staff'] });
    expect(await again.browser.whoami()).toBe('mira-2');
    const now = await listAccounts(root(), { limit: 10 });
    expect(now.items.find(({ person }) => person === 'mira-2')?.roles).toEqual(['viewer']);
  });

  test('whose groups no longer let somebody in ends their sessions', async () => {
    const { browser } = await through('corp', 'subject-2');
    expect(await browser.whoami()).not.toBeNull();
    const { answer } = await through('corp', 'subject-2', { groups: ['other'] });
    expect([answer.statusCode, answer.body]).toEqual([
      403,
      expect.stringContaining('in no group that may use Fieldmarshal'),
    ]);
    expect(await browser.whoami()).toBeNull();
    expect((await through('corp', 'subject-3', { groups: [] })).answer.statusCode).toBe(403);
  });

  test('lets in by invitation, once, and then by itself', async () => {
    expect((await through('invited', 'subject-4')).answer.body).toContain('not connected to anybody here');
    const { link } = await invite(root(), { person: 'mira' });
    const secret = link.split('/').at(-1) ?? '';
    const browser = new Browser(app);
    expect((await browser.get(new URL(link).pathname)).body).toContain('Sign in with Guests');
    const left = await browser.post('/sign-in/provider/invited', { purpose: 'invitation', link: secret });
    expect(left.headers['set-cookie']).toContain('SameSite=Lax');
    const url = /url=([^"]+)"/.exec(left.body)?.[1]?.replaceAll('&amp;', '&') ?? '';
    real.person = 'subject-4';
    await browser.get(await real.visit(url, home));
    expect(await browser.whoami()).toBe('mira');
    expect((await browser.get(new URL(link).pathname)).statusCode).toBe(410);
    const later = await through('invited', 'subject-4');
    expect(await later.browser.whoami()).toBe('mira');
  });

  test('vouches for nobody who is shut out here', async () => {
    const { browser } = await through('corp', 'subject-5');
    const person = (await browser.whoami()) ?? '';
    await disableAccount(root(), { person });
    const { answer } = await through('corp', 'subject-5');
    expect([answer.statusCode, answer.body]).toEqual([403, expect.stringContaining('is shut')]);
    expect(await browser.whoami()).toBeNull();
  });

  test('is told when somebody signs out', async () => {
    const { browser } = await through('corp', 'subject-6');
    const out = await browser.post('/sign-out', {});
    const url = /url=([^"]+)"/.exec(out.body)?.[1]?.replaceAll('&amp;', '&') ?? '';
    expect(url.startsWith(`${real.issuer}/session/end?`)).toBe(true);
    expect(new URL(url).searchParams.get('id_token_hint')).toMatch(/^ey/);
    expect(await browser.whoami()).toBeNull();
    expect((await fetch(url)).status).toBe(200);
  });

  test('answers the browser that left, once: not another one, and no second time', async () => {
    const { back, kept, answer } = await through('corp', 'subject-7');
    expect(answer.statusCode).toBe(303);
    const same = new Browser(app);
    for (const [name, value] of kept) same.cookies.set(name, value);
    for (const each of [same, new Browser(app)]) {
      const replayed = await each.get(back);
      expect([replayed.statusCode, replayed.headers['set-cookie']]).toEqual([
        410,
        expect.stringContaining('Max-Age=0'),
      ]);
    }
    // Its code was for another trip: the provider itself refuses it, too.
    const { browser: other } = await through('corp', 'subject-7');
    const left = await other.get('/sign-in/provider/corp');
    const state = new URL(`${left.headers.location}`).searchParams.get('state') ?? '';
    const code = new URL(back, home).searchParams.get('code') ?? '';
    const swapped = await new Browser(app).get(
      `/sign-in/provider/corp/callback?code=${code}&state=${state}&iss=${real.issuer}`,
    );
    expect(swapped.statusCode).toBe(410);
    const refused = await other.get(
      `/sign-in/provider/corp/callback?code=${code}&state=${state}&iss=${real.issuer}`,
    );
    expect([refused.statusCode, refused.body]).toEqual([
      403,
      expect.stringContaining('could not be trusted'),
    ]);
    expect(await lastReason()).toContain('invalid_grant');
  });

  test('the sign-in page offers the providers by name, and goes nowhere else', async () => {
    const { body } = await new Browser(app).get('/sign-in?to=//evil.example');
    expect(body).toContain('Sign in with Relief &lt;Corp&gt;');
    expect(body).toContain('href="/sign-in/provider/corp?to=%2F"');
    expect((await new Browser(app).get('/sign-in/provider/unknown')).statusCode).toBe(404);
  });
});

interface Left {
  readonly browser: Browser;
  readonly state: string;
  readonly nonce: string;
}

async function leaveFor(name: string): Promise<Left> {
  const browser = new Browser(app);
  const left = await browser.get(`/sign-in/provider/${name}`);
  const { searchParams } = new URL(`${left.headers.location}`);
  expect(searchParams.get('code_challenge_method')).toBe('S256');
  return { browser, state: searchParams.get('state') ?? '', nonce: searchParams.get('nonce') ?? '' };
}

const nowS = (): number => Math.floor(Date.now() / 1000);

function claims(nonce: string, changed: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    iss: evil.issuer,
    aud: 'fieldmarshal',
    sub: 'root',
    nonce,
    iat: nowS(),
    exp: nowS() + 300,
    ...changed,
  };
}

describe('a hostile provider', () => {
  test('gets somebody in when it does not lie, with a verifier that only this browser has', async () => {
    const { browser, state, nonce } = await leaveFor('evil');
    evil.tokens = { id_token: evil.token(claims(nonce)) };
    await browser.get(`/sign-in/provider/evil/callback?code=c&state=${state}&iss=${evil.issuer}`);
    // Its subject is called as somebody here: that makes it nobody here.
    expect(await browser.whoami()).toBe('person');
    expect(evil.asked.at(-1)?.get('code_verifier')).toMatch(/^[\w-]{43}$/);
  });

  const stranger = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey;
  test.each<[what: string, why: string, token: (nonce: string) => string | undefined]>([
    ['wrong nonce', '"nonce" claim value', () => evil.token(claims('another'))],
    ['no nonce', '(nonce) claim missing', (nonce) => evil.token({ ...claims(nonce), nonce: undefined })],
    [
      'wrong audience',
      '(audience) claim value',
      (nonce) => evil.token(claims(nonce, { aud: 'somebody-else' })),
    ],
    [
      'an audience among others without our name as party',
      '(authorized party)',
      (nonce) => evil.token(claims(nonce, { aud: ['fieldmarshal', 'other'], azp: 'other' })),
    ],
    ['swapped issuer', '(issuer) claim value', (nonce) => evil.token(claims(nonce, { iss: real.issuer }))],
    ['alg none', 'unsupported JWS', (nonce) => evil.token(claims(nonce), { alg: 'none' })],
    [
      'the public key used as a shared secret',
      'unsupported JWS',
      (nonce) => evil.token(claims(nonce), { alg: 'HS256' }, evil.publicKey),
    ],
    [
      'a shared secret that everybody knows',
      'unsupported JWS',
      (nonce) => evil.token(claims(nonce), { alg: 'HS256' }, createSecretKey(Buffer.from('fieldmarshal'))),
    ],
    [
      'a stranger’s key under a known name',
      'signature verification failed',
      (nonce) => evil.token(claims(nonce), {}, stranger),
    ],
    [
      'a key of its own brought along',
      'no applicable keys',
      (nonce) => evil.token(claims(nonce), { kid: 'two', jwk: stranger.export({ format: 'jwk' }) }, stranger),
    ],
    [
      'expired',
      'expiration is past',
      (nonce) => evil.token(claims(nonce, { iat: nowS() - 900, exp: nowS() - 600 })),
    ],
    ['not yet valid', '(not before)', (nonce) => evil.token(claims(nonce, { nbf: nowS() + 600 }))],
    ['no subject', '(subject) claim missing', (nonce) => evil.token(claims(nonce, { sub: undefined }))],
    [
      'a subject that is no text',
      '(subject) claim type',
      (nonce) => evil.token(claims(nonce, { sub: { $ne: null } })),
    ],
    ['a subject with NUL', 'names nobody', (nonce) => evil.token(claims(nonce, { sub: 'root\0' }))],
    ['no token', 'must be a string', () => undefined],
    ['a token of garbage', 'parsing error', () => 'ey.ey.ey'],
  ])('gets nobody in with %s; the reason is in the audit log', async (_what, why, token) => {
    await env.fastForward(16 * 60 * 1000);
    const { browser, state, nonce } = await leaveFor('evil');
    evil.tokens = { id_token: token(nonce) };
    const answer = await browser.get(
      `/sign-in/provider/evil/callback?code=c&state=${state}&iss=${evil.issuer}`,
    );
    expect([answer.statusCode, answer.body]).toEqual([
      403,
      expect.stringContaining('Evil answered could not be trusted'),
    ]);
    expect(await browser.whoami()).toBeNull();
    expect(await lastReason()).toContain(why);
  });

  test.each<[what: string, search: (left: Left) => string]>([
    ['another state', () => `?code=c&state=guess&iss=${evil.issuer}`],
    ['no state', () => `?code=c&iss=${evil.issuer}`],
    ['the answer of another issuer', ({ state }) => `?code=c&state=${state}&iss=${real.issuer}`],
    ['no issuer although it promised one', ({ state }) => `?code=c&state=${state}`],
    ['two codes', ({ state }) => `?code=c&code=d&state=${state}&iss=${evil.issuer}`],
    ['nothing', () => ''],
  ])('gets nobody in with %s', async (_what, search) => {
    await env.fastForward(16 * 60 * 1000);
    const left = await leaveFor('evil');
    evil.tokens = { id_token: evil.token(claims(left.nonce)) };
    const answer = await left.browser.get(`/sign-in/provider/evil/callback${search(left)}`);
    expect(answer.statusCode).toBe(403);
    expect(await left.browser.whoami()).toBeNull();
  });

  test('cannot take over a trip to another provider', async () => {
    await env.fastForward(16 * 60 * 1000);
    const { browser, state, nonce } = await leaveFor('corp');
    evil.tokens = { id_token: evil.token(claims(nonce)) };
    const answer = await browser.get(
      `/sign-in/provider/evil/callback?code=c&state=${state}&iss=${evil.issuer}`,
    );
    expect(answer.statusCode).toBe(410);
    expect(await browser.whoami()).toBeNull();
  });

  test('cannot have an honest one answer for it: the code reaches neither an account here nor the hostile one', async () => {
    await env.fastForward(16 * 60 * 1000);
    // It sends the browser on to the honest provider as if we had, with the state of the trip to itself.
    const { browser, state } = await leaveFor('evil');
    const honest = new URL(`${(await new Browser(app).get('/sign-in/provider/corp')).headers.location}`);
    honest.searchParams.set('state', state);
    real.person = 'subject-8';
    real.people.set('subject-8', { name: 'Ola', groups: ['staff'] });
    const back = new URL(await real.visit(honest.href, home), home);
    expect(back.pathname).toBe('/sign-in/provider/corp/callback');
    const asked = evil.asked.length;
    const mixed = await browser.get(`${back.pathname}${back.search}`);
    expect([mixed.statusCode, await browser.whoami()]).toEqual([410, null]);
    // Nor when it is brought to the hostile one's own address: that names another issuer than the answer does.
    const other = await leaveFor('evil');
    back.searchParams.set('state', other.state);
    const brought = await other.browser.get(`/sign-in/provider/evil/callback${back.search}`);
    expect([brought.statusCode, await other.browser.whoami()]).toEqual([403, null]);
    expect(evil.asked).toHaveLength(asked);
  });

  test.each<[what: string, metadata: Record<string, unknown>]>([
    ['calls itself otherwise', { issuer: 'https://id.relief.example' }],
    [
      'keeps its tokens where only this machine can look',
      { token_endpoint: 'https://169.254.169.254/latest/meta-data' },
    ],
    ['leads browsers to a script', { authorization_endpoint: 'javascript:alert(1)' }],
    ['signs them out by a script', { end_session_endpoint: 'data:text/html,<script>alert(1)</script>' }],
    ['takes codes where they can be read on the way', { token_endpoint: 'http://evil.example/token' }],
  ])('that %s gets nobody in', async (_what, metadata) => {
    // Past the hour for which its own words are believed.
    await env.fastForward(61 * 60 * 1000);
    evil.metadata = metadata;
    const browser = new Browser(app);
    const left = await browser.get('/sign-in/provider/evil');
    if (left.statusCode === 303) {
      const state = new URL(`${left.headers.location}`).searchParams.get('state') ?? '';
      const answer = await browser.get(
        `/sign-in/provider/evil/callback?code=c&state=${state}&iss=${evil.issuer}`,
      );
      expect(answer.statusCode).toBe(403);
      expect(await lastReason()).toContain('refused-address');
    } else
      expect([left.statusCode, left.body]).toEqual([503, expect.stringContaining('Evil does not answer')]);
    expect(await browser.whoami()).toBeNull();
  });
});

describe('a provider with ways of its own', () => {
  async function asSubject(name: string, sub: string, told: Record<string, unknown>) {
    evil.metadata = {};
    const { browser, state, nonce } = await leaveFor(name);
    evil.tokens = { id_token: evil.token(claims(nonce, { sub, ...told })) };
    const answer = await browser.get(
      `/sign-in/provider/${name}/callback?code=c&state=${state}&iss=${evil.issuer}`,
    );
    return { browser, answer };
  }
  async function account(person: string) {
    const { items } = await listAccounts(root(), { limit: 50 });
    return items.find((each) => each.person === person);
  }

  test('may tell its groups further inside, and an address as verified by a text', async () => {
    const told = {
      preferred_username: 'kim',
      realm_access: { roles: ['sre'] },
      email: 'kim@relief.example',
      email_verified: 'true',
    };
    await asSubject('realm', 'kim-1', told);
    expect(await account('kim')).toMatchObject({ roles: ['field-marshal'], email: 'kim@relief.example' });
  });

  test('is followed when it renames somebody and gives them another address, but never to one that is taken', async () => {
    const told = { preferred_username: 'ola', realm_access: { roles: ['sre'] }, email_verified: true };
    await asSubject('realm', 'ola-1', { ...told, name: 'Ola Berg', email: 'ola@relief.example' });
    const later = { ...told, preferred_username: 'ola.lind', name: 'Ola Lind' };
    const { browser } = await asSubject('realm', 'ola-1', { ...later, email: 'ola.lind@relief.example' });
    expect(await browser.whoami()).toBe('ola');
    expect(await account('ola')).toMatchObject({
      displayName: 'Ola Lind',
      email: 'ola.lind@relief.example',
    });
    await asSubject('realm', 'ola-1', { ...later, email: 'MIRA@relief.example' });
    await asSubject('realm', 'ola-1', { ...later, email: 'new@relief.example', email_verified: 'false' });
    expect(await account('ola')).toMatchObject({ email: 'ola.lind@relief.example' });
  });

  test('that lists no groups since they are too many neither lets in nor takes away', async () => {
    const { browser } = await asSubject('tenant', 'tove-1', { preferred_username: 'tove', groups: ['sre'] });
    expect(await browser.whoami()).toBe('tove');
    const { answer } = await asSubject('tenant', 'tove-1', { _claim_names: { groups: 'src1' } });
    expect([answer.statusCode, answer.body]).toEqual([403, expect.stringContaining('they are too many')]);
    expect(await lastReason()).toContain('_claim_names');
    expect(await account('tove')).toMatchObject({ roles: ['field-marshal'] });
    expect(await browser.whoami()).toBe('tove');
    const stranger = await asSubject('tenant', 'tove-2', { _claim_names: { groups: 'src1' } });
    expect(stranger.answer.statusCode).toBe(403);
  });
});

test('an emergency account works while no provider answers, loudly; other passwords do not', async () => {
  await env.fastForward(61 * 60 * 1000);
  const password = 'tulip rain over delta';
  for (const person of ['root', 'mira']) {
    const browser = new Browser(app);
    await browser.post(new URL((await invite(root(), { person })).link).pathname, {});
    await browser.post('/sign-in/password', { password, again: password });
  }
  real.close();
  evil.close();
  const browser = new Browser(app);
  expect((await browser.get('/sign-in/provider/corp')).statusCode).toBe(503);
  expect((await browser.get('/sign-in')).body).toContain('Emergency account');
  expect((await browser.post('/sign-in', { account: 'mira', password })).statusCode).toBe(401);
  expect((await browser.post('/sign-in', { account: 'root', password })).statusCode).toBe(303);
  expect(await browser.whoami()).toBe('root');
  expect(await lastAudit('session.break-glass')).toMatchObject({
    subject: 'Person/root',
    after: { address: '127.0.0.1' },
  });
  const { rows } = await env.databases.pools.web.query(
    `select data from fact where type = 'identity.break-glass-used'`,
  );
  expect(rows).toEqual([{ data: { person: 'root', displayName: 'Root', address: '127.0.0.1' } }]);
});
