import { expect, test } from 'vitest';
import { openDatabases, type Ctx, type Env } from '#platform';
import { as, testEnv, type TestEnv } from '#testing';
import { authenticateIntegration } from './authenticate.ts';
import {
  createIntegration,
  listIntegrations,
  readIntegration,
  revokeIntegration,
  rotateIntegration,
} from './manage.ts';

const hourMs = 60 * 60 * 1000;
const root = (env: TestEnv): Ctx => as(env, 'root', ['admin']);
const asked = { name: 'Prometheus EU', kind: 'alertmanager' as const };

test('a key is recognised wherever a sender can put it', async () => {
  const env = await testEnv();
  const { integration, key } = await createIntegration(root(env), asked);
  expect(key).toMatch(/^fmi_[\w-]{43}$/);
  for (const place of ['bearer', 'genieKey', 'basicPassword', 'routingKey', 'pathKey']) {
    expect(await authenticateIntegration(env, { [place]: key }), place).toEqual({
      kind: 'integration',
      integrationId: integration.id,
      name: 'Prometheus EU',
    });
  }
});

test.each([
  ['nothing', {}],
  ['an empty key', { bearer: '' }],
  ['an unknown key', { bearer: 'fmi_unknown' }],
  ['a key with NUL', { pathKey: 'fmi_\0' }],
  ['a giant key', { bearer: 'x'.repeat(100_000) }],
])('%s is nobody', async (_what, presented) => {
  const env = await testEnv();
  expect(await authenticateIntegration(env, presented)).toBeNull();
});

test('the key is told once, with set-up around it', async () => {
  const env = await testEnv();
  const { integration, key, snippets } = await createIntegration(root(env), asked);
  expect(snippets[0]?.text).toContain(key);
  expect(snippets[0]?.text).toContain('127.0.0.1:4600');
  const again = await readIntegration(root(env), { id: integration.id });
  expect(again.snippets[0]?.text).toContain('YOUR_KEY');
  const keys = await env.databases.web.selectFrom('integration_key').selectAll().execute();
  expect(JSON.stringify([again, keys])).not.toContain(key.slice(9));
});

test('names are unique among those in force, and the bootstrap name is kept free', async () => {
  const env = await testEnv();
  const { integration } = await createIntegration(root(env), asked);
  await expect(createIntegration(root(env), asked)).rejects.toMatchObject({ code: 'conflict' });
  await expect(createIntegration(root(env), { ...asked, name: 'bootstrap' })).rejects.toMatchObject({
    code: 'conflict',
  });
  await revokeIntegration(root(env), { id: integration.id });
  await createIntegration(root(env), asked);
});

test('of two who take one name at the same moment, one gets it', async () => {
  const env = await testEnv();
  const results = await Promise.allSettled([1, 2, 3].map(async () => createIntegration(root(env), asked)));
  expect(results.filter((result) => result.status === 'fulfilled')).toHaveLength(1);
});

test('a rotated key works for the overlap and no longer', async () => {
  const env = await testEnv();
  const first = await createIntegration(root(env), asked);
  const second = await rotateIntegration(root(env), { id: first.integration.id, overlapHours: 2 });
  expect(second.integration.keys).toHaveLength(2);
  expect(second.key).not.toBe(first.key);
  await env.fastForward(2 * hourMs - 5_000);
  expect(await authenticateIntegration(env, { bearer: first.key })).not.toBeNull();
  await env.fastForward(5_000);
  expect(await authenticateIntegration(env, { bearer: first.key })).toBeNull();
  expect(await authenticateIntegration(env, { bearer: second.key })).not.toBeNull();
});

test('rotated without overlap, the old key ends at once; a rotation never makes it last longer', async () => {
  const env = await testEnv();
  const first = await createIntegration(root(env), asked);
  expect(await authenticateIntegration(env, { bearer: first.key })).not.toBeNull();
  await rotateIntegration(root(env), { id: first.integration.id, overlapHours: 0 });
  expect(await authenticateIntegration(env, { bearer: first.key })).toBeNull();
  await rotateIntegration(root(env), { id: first.integration.id, overlapHours: 100 });
  expect(await authenticateIntegration(env, { bearer: first.key })).toBeNull();
});

test('revoked, all its keys are refused at once', async () => {
  const env = await testEnv();
  const { integration, key } = await createIntegration(root(env), asked);
  const rotated = await rotateIntegration(root(env), { id: integration.id, overlapHours: 24 });
  expect(await authenticateIntegration(env, { bearer: key })).not.toBeNull();
  await revokeIntegration(root(env), { id: integration.id });
  expect(await authenticateIntegration(env, { bearer: key })).toBeNull();
  expect(await authenticateIntegration(env, { bearer: rotated.key })).toBeNull();
  await expect(revokeIntegration(root(env), { id: integration.id })).rejects.toMatchObject({
    code: 'not-found',
  });
  await expect(rotateIntegration(root(env), { id: integration.id, overlapHours: 1 })).rejects.toMatchObject({
    code: 'not-found',
  });
});

test('a stream of signals asks the database once in two seconds, also with a wrong key', async () => {
  const env = await testEnv();
  const { key } = await createIntegration(root(env), asked);
  let queries = 0;
  const { intake } = env.databases.pools;
  intake.on('acquire', () => {
    queries += 1;
  });
  const send = async (bearer: string): Promise<void> => {
    await Promise.all(Array.from({ length: 200 }, async () => authenticateIntegration(env, { bearer })));
  };
  await send('fmi_wrong');
  expect(queries).toBe(1);
  await send(key);
  // One to look the key up, one to note its use.
  await expect.poll(() => queries).toBe(3);
  await env.fastForward(2_000);
  await send(key);
  expect(queries).toBe(4);
});

test('with storage down nobody is told that the key is wrong', async () => {
  const env = await testEnv();
  const databases = openDatabases(env.databases.connection, env.log);
  const broken: Env = { ...env, databases };
  await databases.close();
  await expect(authenticateIntegration(broken, { bearer: 'fmi_any' })).rejects.toThrow('pool');
});

test('a lead sees integrations; a responder sees none; only an administrator changes them', async () => {
  const env = await testEnv();
  const { integration } = await createIntegration(root(env), asked);
  const { id } = integration;
  const lead = as(env, 'lena', ['lead']);
  expect((await listIntegrations(lead)).items).toMatchObject([{ id, keys: [{ expiresAt: null }] }]);
  await expect(createIntegration(lead, { ...asked, name: 'x' })).rejects.toMatchObject({ code: 'forbidden' });
  await expect(rotateIntegration(lead, { id, overlapHours: 1 })).rejects.toMatchObject({ code: 'forbidden' });
  await expect(revokeIntegration(lead, { id })).rejects.toMatchObject({ code: 'forbidden' });
  const responder = as(env, 'mira');
  await expect(listIntegrations(responder)).rejects.toMatchObject({ code: 'not-found' });
  await expect(readIntegration(responder, { id })).rejects.toMatchObject({ code: 'not-found' });
  await expect(readIntegration(lead, { id: 'x' })).rejects.toMatchObject({ code: 'not-found' });
});
