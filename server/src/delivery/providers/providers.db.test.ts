import { afterEach, expect, test } from 'vitest';
import { fileProvider, putProviderInput } from '@fieldmarshal/contract/delivery';
import { mkdtemp, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { as, testEnv } from '#testing';
import { closeReceivers, httpReceiver, providersFile } from '../testing/receivers.ts';
import { fileProviders } from './file-providers.ts';
import { deleteProvider, listProviders, putProvider, testProvider } from './manage.ts';

afterEach(closeReceivers);

const data = await mkdtemp(join(tmpdir(), 'fm-data-'));

async function gateway() {
  const server = await httpReceiver({ idOf: () => '' });
  const input = putProviderInput.parse({
    name: 'gateway',
    settings: {
      kind: 'http-gateway',
      url: `${server.base}/send`,
      headers: { authorization: 'Bearer {{secret.token}}' },
      body: '{"to":"{{to}}","text":"{{text}}"}',
    },
    secrets: { token: 'hunter2-secret' },
  });
  return { server, input };
}

test('a provider set up on screen sends, keeps its secret when changed, and never shows it', async () => {
  const { server, input } = await gateway();
  const env = await testEnv({ config: { data } });
  const admin = as(env, 'lead', ['admin']);
  await putProvider(admin, input);
  await putProvider(admin, { ...input, position: 5, secrets: {} });
  const test = { name: 'gateway', channel: 'sms', destination: '+447700900123' } as const;
  expect(await testProvider(admin, test)).toMatchObject({ outcome: 'sent' });
  expect(server.requests[0]?.headers.authorization).toBe('Bearer hunter2-secret');
  const listed = await listProviders(admin);
  expect(listed.items).toMatchObject([{ name: 'gateway', position: 5, secrets: ['token'], problem: null }]);
  const { rows } = await env.databases.pools.web.query(
    `select (select json_agg(p) from delivery_provider p)::text || (select json_agg(a) from audit a)::text as text`,
  );
  expect(JSON.stringify([listed, rows])).not.toContain('hunter2');
  await deleteProvider(admin, { name: 'gateway' });
  await expect(testProvider(admin, test)).rejects.toMatchObject({ code: 'not-found' });
});

test('the sealing key is a file that only its owner reads; with another key the secret is missing and said so', async () => {
  const { input } = await gateway();
  const env = await testEnv({ config: { data } });
  await putProvider(as(env, 'lead', ['admin']), {
    ...input,
    settings: { kind: 'matrix', homeserver: 'https://m.example' },
    secrets: { accessToken: 'abc' },
  });
  expect((await readFile(join(data, 'keys', 'sealing.key'), 'utf8')).length).toBeGreaterThan(40);
  const other = {
    ...env,
    databases: { ...env.databases },
    config: { ...env.config, secretKey: 'another-key-altogether' },
  };
  const withFile = await listProviders(as({ ...env, ...other }, 'lead', ['admin']));
  expect(withFile.items[0]?.problem, 'the file counts as a former key').toBeNull();
  const elsewhere = await mkdtemp(join(tmpdir(), 'fm-data-'));
  const without = { databases: { ...env.databases }, config: { ...other.config, data: elsewhere } };
  const listed = await listProviders(as({ ...env, ...without }, 'lead', ['admin']));
  expect(listed.items[0]?.problem).toContain('accessToken');
});

test('a provider whose secrets cannot be opened here sends nothing, and says what is missing', async () => {
  const { server, input } = await gateway();
  const env = await testEnv({ config: { data } });
  await putProvider(as(env, 'lead', ['admin']), input);
  const elsewhere = {
    ...env,
    databases: { ...env.databases },
    config: { ...env.config, data: await mkdtemp(join(tmpdir(), 'fm-data-')) },
  };
  const test = { name: 'gateway', channel: 'sms', destination: '+447700900123' } as const;
  expect(await testProvider(as(elsewhere, 'lead', ['admin']), test)).toEqual({
    outcome: 'failed',
    detail: expect.stringMatching(
      /gateway were sealed with a key .* FIELDMARSHAL_SECRET_KEYS_BEFORE/,
    ) as string,
  });
  expect(server.requests).toEqual([]);
  expect(await testProvider(as(env, 'lead', ['admin']), test)).toMatchObject({ outcome: 'sent' });
});

test('only administrators see and change providers', async () => {
  const env = await testEnv({ config: { data } });
  const { input } = await gateway();
  await expect(listProviders(as(env, 'mira', ['lead']))).rejects.toMatchObject({ code: 'forbidden' });
  await expect(putProvider(as(env, 'mira', ['lead']), input)).rejects.toMatchObject({
    code: 'forbidden',
  });
});

test.each([
  [{ settings: { kind: 'command', argv: ['/bin/true'] } }, /local command/],
  [{ settings: { kind: 'http-gateway', url: 'https://{{to}}/x' } }, /fixed host/],
  [{ settings: { kind: 'http-gateway', url: 'https://x/', body: '{{nobody}}' } }, /does not know/],
  [{ settings: { kind: 'http-gateway', url: 'https://x/{{to' } }, /not closed/],
  [{ settings: { kind: 'http-gateway', url: 'https://x/', body: '{"to":{{to}}}' } }, /no JSON once/],
  [{ settings: { kind: 'http-gateway', url: 'https://x/', body: '{"to":"{{to}}",}' } }, /no JSON once/],
  [{ settings: { kind: 'ntfy', server: 'ftp://x' } }, /./],
])('refuses what can never work: %#', (parts, message) => {
  const parsed = putProviderInput.safeParse({ name: 'x', ...parts });
  expect(parsed.success).toBe(false);
  expect(JSON.stringify(parsed.error?.issues)).toMatch(message);
});

test.each([
  { body: '{"to":"{{to}}","text":"{{text}} {{link}}","prio":{{secret.prio}},"deep":{"key":"{{key}}"}}' },
  { body: '' },
  { bodyType: 'xml', body: '<to>{{to}}</to>' },
  { bodyType: 'form', body: 'to={{to}}&text={{text}}' },
])('takes what can be filled in: %j', (parts) => {
  const settings = { kind: 'http-gateway', url: 'https://x/send?to={{to}}', ...parts };
  expect(putProviderInput.safeParse({ name: 'x', settings }).error).toBeUndefined();
});

test('a file that cannot be used names the field', async () => {
  const env = await testEnv();
  const bad = async (providers: object[]) =>
    fileProviders({ ...env.config, ...(await providersFile(providers)) });
  const matrix = { kind: 'matrix', homeserver: 'https://m.example' };
  await expect(bad([{ name: 'm', settings: matrix }])).rejects.toThrow(/secrets.accessToken/);
  await expect(
    bad([{ name: 'm', settings: matrix, secrets: { accessToken: { env: 'FM_NOT_SET' } } }]),
  ).rejects.toThrow(/FM_NOT_SET is not set/);
  await expect(
    bad([
      { name: 'ok', settings: { kind: 'ntfy', server: 'https://n.example' } },
      { name: 'm', settings: { ...matrix, more: 1 } },
    ]),
  ).rejects.toThrow('providers.1.settings (m): Unrecognized key: "more"');
  expect(
    fileProvider.safeParse({ name: 'c', settings: { kind: 'command', argv: ['/bin/siren'] } }).success,
  ).toBe(true);
});
