import { expect, test } from 'vitest';
import { as, testEnv, type TestEnv } from '#testing';
import { createAccount } from './accounts/create.ts';
import { disableAccount } from './accounts/disable.ts';
import { listAccounts } from './accounts/store.ts';
import { verifyAudit } from './audit/verify.ts';
import { bootstrapIdentity } from './bootstrap.ts';
import { authenticateIntegration } from './integrations/authenticate.ts';
import { revokeIntegration } from './integrations/manage.ts';
import { Browser, identityServer } from './pages/browser.ts';
import { authenticateToken } from './tokens/authenticate.ts';

const all = { after: '', limit: 10 };
const password = 'tulip rain over delta';

async function linkOf(env: TestEnv): Promise<string> {
  const { signInLink } = await bootstrapIdentity(env);
  expect(signInLink).toMatch(/^\/sign-in\/link\/[\w-]{43}$/);
  return signInLink ?? '';
}

test('the first start gives a link for the administrator, and so does each start until a password is chosen', async () => {
  const env = await testEnv();
  const first = await linkOf(env);
  const second = await linkOf(env);
  expect(second).not.toBe(first);
  expect((await listAccounts(env.databases.web, all)).map((a) => [a.person, a.roles])).toEqual([
    ['admin', ['admin']],
  ]);
  const browser = new Browser(await identityServer(env));
  await browser.post(first, {});
  expect(await browser.whoami()).toBe('admin');
  // Signed in, but the browser closes before a password is chosen.
  const third = await linkOf(env);
  await browser.post(third, {});
  await browser.post('/sign-in/password', { password, again: password });
  expect(await bootstrapIdentity(env)).toEqual({ signInLink: null });
  expect(await verifyAudit(env.databases.web)).toMatchObject({ broken: null });
});

test('where the only administrators have no password, a start lets one of them in', async () => {
  const env = await testEnv();
  const browser = new Browser(await identityServer(env));
  await browser.post(await linkOf(env), {});
  await browser.post('/sign-in/password', { password, again: password });
  const admin = as(env, 'admin', ['admin']);
  await createAccount(admin, { person: 'zoe', email: null, displayName: 'Zoe', roles: ['admin'] });
  await disableAccount(as(env, 'zoe', ['admin']), { person: 'admin' });
  await browser.post(await linkOf(env), {});
  expect(await browser.whoami()).toBe('zoe');
});

test('several processes may start at the same moment', async () => {
  const env = await testEnv({
    config: { bootstrapToken: 'a-token-of-automation', bootstrapIntakeKey: 'a-key-of-automation' },
  });
  await Promise.all([1, 2, 3, 4].map(async () => bootstrapIdentity(env)));
  expect(await listAccounts(env.databases.web, all)).toHaveLength(1);
});

test('the configured token is an administrator, and no link is given then', async () => {
  const env = await testEnv({ config: { bootstrapToken: 'a-token-of-automation' } });
  expect(await bootstrapIdentity(env)).toEqual({ signInLink: null });
  expect(await authenticateToken(env, 'a-token-of-automation')).toMatchObject({
    kind: 'token',
    person: null,
    roles: ['admin'],
  });
  const changed = { ...env, config: { ...env.config, bootstrapToken: 'another-token-of-ours' } };
  await bootstrapIdentity(changed);
  expect(await authenticateToken(changed, 'another-token-of-ours')).not.toBeNull();
  expect(await authenticateToken(changed, 'a-token-of-automation')).toBeNull();
});

test('the configured intake key is the integration "bootstrap"; revoked, it stays so', async () => {
  const env = await testEnv({ config: { bootstrapIntakeKey: 'a-key-of-automation' } });
  await bootstrapIdentity(env);
  expect(await authenticateIntegration(env, { routingKey: 'a-key-of-automation' })).toMatchObject({
    name: 'bootstrap',
  });
  const changed = { ...env, config: { ...env.config, bootstrapIntakeKey: 'another-key-of-ours' } };
  await bootstrapIdentity(changed);
  expect(await authenticateIntegration(changed, { bearer: 'another-key-of-ours' })).not.toBeNull();
  expect(await authenticateIntegration(changed, { bearer: 'a-key-of-automation' })).toBeNull();
  await revokeIntegration(as(env, 'root', ['admin']), { id: 'bootstrap' });
  await bootstrapIdentity(changed);
  expect(await authenticateIntegration({ ...changed }, { bearer: 'another-key-of-ours' })).toBeNull();
});
