import { expect, test } from 'vitest';
import { inTransaction, type Ctx } from '#platform';
import { as, testEnv, type TestEnv } from '#testing';
import { disableAccount, enableAccount } from '../accounts/disable.ts';
import { ensureAccount } from '../accounts/ensure.ts';
import { setRoles } from '../accounts/set-roles.ts';
import { listAudit } from '../audit/read.ts';
import { can } from '../core/permission.ts';
import { authenticateToken } from './authenticate.ts';
import { createToken, listTokens, revokeToken } from './manage.ts';

const dayMs = 24 * 60 * 60 * 1000;
const root = (env: TestEnv): Ctx => as(env, 'root', ['admin']);
const mira = (env: TestEnv): Ctx => as(env, 'mira', ['responder']);
const asked = { name: 'ci', expiresInDays: 90, service: false };

async function withPeople(): Promise<TestEnv> {
  const env = await testEnv();
  await inTransaction(root(env), async (tx) => {
    await ensureAccount(tx, { person: 'root', email: null, displayName: 'Root', roles: ['admin'] });
    await ensureAccount(tx, { person: 'mira', email: null, displayName: 'Mira', roles: ['responder'] });
  });
  return env;
}

test('a token acts with the rights of its maker and is told once', async () => {
  const env = await withPeople();
  const { token, secret } = await createToken(mira(env), asked);
  expect(secret).toMatch(/^fm_[\w-]{43}$/);
  expect(await authenticateToken(env, secret)).toEqual({
    kind: 'token',
    tokenId: token.id,
    name: 'ci',
    person: 'mira',
    roles: ['responder'],
  });
  const rows = await env.databases.web.selectFrom('api_token').selectAll().execute();
  expect(
    JSON.stringify([
      rows,
      await listTokens(mira(env), { all: false }),
      await listAudit(root(env), { limit: 9 }),
    ]),
  ).not.toContain(secret.slice(8));
  expect(await authenticateToken(env, `${secret}x`)).toBeNull();
});

test('a token is limited to its abilities and roles', async () => {
  const env = await withPeople();
  const { secret } = await createToken(root(env), {
    ...asked,
    roles: ['responder'],
    abilities: ['incident.declare', 'incident.read'],
  });
  const actor = await authenticateToken(env, secret);
  expect(actor && can(actor, 'incident.declare')).toBe(true);
  expect(actor && can(actor, 'incident.note')).toBe(false);
  expect(actor && can(actor, 'identity.manage')).toBe(false);
});

test.each([
  ['roles beyond the maker', { roles: ['admin' as const] }, 'roles'],
  ['abilities beyond the maker', { abilities: ['catalog.write'] }, 'abilities'],
  ['abilities that do not exist', { abilities: ['incident.explode'] }, 'abilities'],
])('refuses %s', async (_what, more, path) => {
  const env = await withPeople();
  await expect(createToken(mira(env), { ...asked, ...more })).rejects.toMatchObject({
    code: 'invalid',
    faults: [{ path }],
  });
});

test('a narrow token cannot make a wide one', async () => {
  const env = await withPeople();
  const { secret } = await createToken(root(env), { ...asked, abilities: ['token.own', 'incident.read'] });
  const actor = await authenticateToken(env, secret);
  const { token } = await createToken({ ...root(env), actor: actor ?? root(env).actor }, asked);
  expect(token.abilities).toEqual(['token.own', 'incident.read']);
});

test('a token ends on its day', async () => {
  const env = await withPeople();
  const { secret } = await createToken(mira(env), { ...asked, expiresInDays: 2 });
  await env.fastForward(2 * dayMs - 60_000);
  expect(await authenticateToken(env, secret)).not.toBeNull();
  await env.fastForward(60_000);
  expect(await authenticateToken(env, secret)).toBeNull();
});

test('revoked, a token is refused at once', async () => {
  const env = await withPeople();
  const { token, secret } = await createToken(mira(env), asked);
  expect(await authenticateToken(env, secret)).not.toBeNull();
  await revokeToken(mira(env), { id: token.id });
  expect(await authenticateToken(env, secret)).toBeNull();
  await expect(revokeToken(mira(env), { id: token.id })).rejects.toMatchObject({ code: 'not-found' });
  expect((await listTokens(mira(env), { all: false })).items[0]?.revokedAt).not.toBeNull();
});

test('revoked in another process, it is refused after two seconds', async () => {
  const env = await withPeople();
  const { token, secret } = await createToken(mira(env), asked);
  expect(await authenticateToken(env, secret)).not.toBeNull();
  await env.databases.pools.web.query('update api_token set revoked_at = now() where id = $1', [token.id]);
  expect(await authenticateToken(env, secret)).not.toBeNull();
  await env.fastForward(2_000);
  expect(await authenticateToken(env, secret)).toBeNull();
});

test('it may never do more than its person may now', async () => {
  const env = await withPeople();
  const { secret } = await createToken(mira(env), asked);
  await setRoles(root(env), { person: 'mira', roles: ['viewer'] });
  expect((await authenticateToken(env, secret))?.roles).toEqual([]);
  await disableAccount(root(env), { person: 'mira' });
  expect(await authenticateToken(env, secret)).toBeNull();
  await enableAccount(root(env), { person: 'mira' });
  expect(await authenticateToken(env, secret)).not.toBeNull();
});

test('a service token belongs to nobody and needs the right to manage identity', async () => {
  const env = await withPeople();
  await expect(createToken(mira(env), { ...asked, service: true })).rejects.toMatchObject({
    code: 'forbidden',
  });
  const { token, secret } = await createToken(root(env), { ...asked, service: true, roles: ['lead'] });
  expect(await authenticateToken(env, secret)).toMatchObject({ person: null, roles: ['lead'] });
  expect((await listTokens(root(env), { all: false })).items).toEqual([]);
  expect((await listTokens(root(env), { all: true })).items).toMatchObject([{ id: token.id }]);
  await expect(listTokens(mira(env), { all: true })).rejects.toMatchObject({ code: 'not-found' });
});

test("somebody else's token looks like one that does not exist", async () => {
  const env = await withPeople();
  const { token } = await createToken(root(env), asked);
  await expect(revokeToken(mira(env), { id: token.id })).rejects.toMatchObject({ code: 'not-found' });
  const other = await createToken(mira(env), asked);
  await revokeToken(root(env), { id: other.token.id });
});

test("a service's token without the right to manage identity sees and ends itself alone", async () => {
  const env = await withPeople();
  const service = { ...asked, service: true };
  const strong = await createToken(root(env), { ...service, roles: ['admin'] });
  const weak = await createToken(root(env), { ...service, roles: ['viewer'] });
  await createToken(mira(env), asked);
  const actor = await authenticateToken(env, weak.secret);
  if (actor === null) throw new Error('it was made just now');
  const ctx: Ctx = { ...root(env), actor };
  expect((await listTokens(ctx, { all: false })).items.map(({ id }) => id)).toEqual([weak.token.id]);
  await expect(revokeToken(ctx, { id: strong.token.id })).rejects.toMatchObject({ code: 'not-found' });
  expect(await authenticateToken(env, strong.secret)).not.toBeNull();
  await revokeToken(ctx, { id: weak.token.id });
  expect(await authenticateToken(env, weak.secret)).toBeNull();
});

test('of two who revoke, one does it', async () => {
  const env = await withPeople();
  const { token } = await createToken(mira(env), asked);
  const results = await Promise.allSettled([
    revokeToken(mira(env), { id: token.id }),
    revokeToken(root(env), { id: token.id }),
  ]);
  expect(results.map((result) => result.status).sort()).toEqual(['fulfilled', 'rejected']);
});

test('the last use is noted', async () => {
  const env = await withPeople();
  const { secret } = await createToken(mira(env), asked);
  await authenticateToken(env, secret);
  await expect
    .poll(async () => (await listTokens(mira(env), { all: false })).items[0]?.lastUsedAt)
    .not.toBeNull();
});
