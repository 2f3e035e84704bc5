import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { pullAnswer, runnerPath } from '@fieldmarshal/contract/checks';
import { runnerKeys } from '@fieldmarshal/runner/sealed';
import { beforeAll, describe, expect, test } from 'vitest';
import { seal } from '#platform';
import { as, testEnv, type TestEnv } from '../testing/index.ts';
import { storeBlob } from './blobs/blob-store.ts';
import { deployChecks } from './deploy/deploy.ts';
import { broken, checkFile, checksApp, enrol, reportOn, withChecks } from './rig.ts';
import { listRuns, readRun } from './read/runs.ts';
import { listRunners, renewRunnerToken, revokeRunner } from './runners/manage.ts';
import { putSecret } from './secrets/manage.ts';

let env: TestEnv;
let admin: ReturnType<typeof as>;
let app: Awaited<ReturnType<typeof checksApp>>;

beforeAll(async () => {
  env = await testEnv({ config: { secretKey: 'a key of this test only' } });
  admin = as(env, 'ada', ['admin']);
  app = await checksApp(env);
  await withChecks(admin, [
    checkFile('home', {
      secrets: ['API_TOKEN'],
      probe: { type: 'http', url: '{{baseUrl}}', headers: { authorization: 'Bearer {{secret.API_TOKEN}}' } },
    }),
  ]);
});

const bearer = (token: string) => ({ authorization: `Bearer ${token}` });
const state = { running: 0, spooled: 0, cpuRatio: 0.1, memoryRatio: 0.1, problems: [] };
async function pull(token: string, parts: object = {}) {
  return app.inject({
    method: 'POST',
    url: `${runnerPath}/pull`,
    headers: bearer(token),
    payload: {
      version: '1',
      wants: { monitors: 5, e2e: 5 },
      waitMs: 0,
      clock: env.clock.now().toISOString(),
      state,
      key: runnerKeys().publicKey,
      ...parts,
    },
  });
}
const sha = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex');
async function* streamed(bytes: Buffer) {
  yield bytes.subarray(0, 3);
  yield bytes.subarray(3);
}

describe('a token', () => {
  test.each(['', 'Bearer', 'Bearer fmr_forged', 'Basic fmr_forged', 'Bearer fm_other'])(
    '"%s" opens nothing',
    async (authorization) => {
      for (const url of ['pull', 'renew', 'results'])
        expect(
          (
            await app.inject({
              method: 'POST',
              url: `${runnerPath}/${url}`,
              headers: { authorization },
              payload: {},
            })
          ).statusCode,
        ).toBe(401);
    },
  );

  test('stops working when it is replaced, and when its runner is revoked', async () => {
    const { runner, token } = await enrol(admin);
    expect((await pull(token)).statusCode).toBe(200);
    const renewed = await renewRunnerToken(admin, { id: runner.id });
    expect((await pull(token)).statusCode).toBe(401);
    expect((await pull(renewed.token)).statusCode).toBe(200);
    await revokeRunner(admin, { id: runner.id });
    expect((await pull(renewed.token)).statusCode).toBe(401);
  });
});

test('an address that forges tokens is turned away, and who has a good one there goes on working', async () => {
  const own = await testEnv();
  const forged = await checksApp(own);
  await withChecks(as(own, 'ada', ['admin']), []);
  const { token } = await enrol(as(own, 'ada', ['admin']));
  const ask = async (given: string) =>
    (
      await forged.inject({
        method: 'POST',
        url: `${runnerPath}/renew`,
        headers: bearer(given),
        payload: { runs: [] },
      })
    ).statusCode;
  expect(await ask(token)).toBe(200);
  const answers = await Promise.all(
    Array.from({ length: 80 }, async (_, index) => ask(`fmr_forged${index}`)),
  );
  // Five more each second, however long this takes.
  expect(answers.filter((status) => status === 401).length).toBeGreaterThanOrEqual(50);
  expect(answers.filter((status) => status === 429).length).toBeGreaterThan(0);
  expect(await ask(token)).toBe(200);
});

test('a runner is late by what falls due while it serves, not by what had waited for it', async () => {
  const own = await testEnv();
  const lead = as(own, 'ada', ['admin']);
  const served = await checksApp(own);
  await withChecks(lead, [checkFile('home')]);
  const { runner, token } = await enrol(lead);
  const send = async (path: string, payload: object) =>
    served.inject({ method: 'POST', url: `${runnerPath}/${path}`, headers: bearer(token), payload });
  const ask = async (width: number) => {
    const clock = own.clock.now().toISOString();
    const wants = { monitors: width, e2e: width };
    const answer = await send('pull', { version: '1', wants, waitMs: 0, clock, state });
    return answer.json<{ orders: { id: string }[] }>().orders;
  };
  const work = async () => {
    const orders = await ask(5);
    const clock = own.clock.now().toISOString();
    await send('results', { clock, reports: orders.map((order) => reportOn(order)) });
    return (await listRunners(lead)).items.find(({ id }) => id === runner.id);
  };
  const beBusy = async (minutes: number) => {
    for (let asked = 0; asked < minutes * 2; asked += 1) {
      await own.fastForward(30_000);
      await ask(0);
    }
  };
  await own.fastForward(100_000);
  expect(await work()).toMatchObject({ runs: 1, latenessP95Ms: null });
  await beBusy(2);
  await work();
  await own.fastForward(1_000_000);
  expect(await work(), 'back after a silence').toMatchObject({ runs: 3, latenessP95Ms: null });
  await beBusy(3);
  await work();
  await beBusy(5);
  const later = await work();
  expect(later?.runs).toBe(5);
  expect(later?.latenessP95Ms).toBeGreaterThan(10_000);
});

test('a run without its secret is a fault of the check; with it, only its runner gets it, and the database never holds it', async () => {
  const { token } = await enrol(admin);
  await env.fastForward(60_000);
  expect((await pull(token)).json()).toMatchObject({ orders: [] });
  const [refused] = (await listRuns(admin, { check: 'home', limit: 1 })).items;
  expect(refused?.fault).toMatchObject({
    class: 'test',
    why: expect.stringContaining('API_TOKEN has no value in eu: an administrator sets it') as string,
  });
  await putSecret(admin, { name: 'API_TOKEN', value: 'for all' });
  await putSecret(admin, { name: 'API_TOKEN', environment: 'eu', value: 'only for eu' });
  await env.fastForward(60_000);
  const keys = runnerKeys();
  const pulled = await pull(token, { key: keys.publicKey });
  expect(pulled.body).not.toMatch(/for all|only for eu/);
  const { orders } = pullAnswer.parse(pulled.json());
  expect(orders.map((order) => keys.open(order))).toMatchObject([
    {
      secrets: { API_TOKEN: 'only for eu' },
      probe: { headers: { authorization: 'Bearer {{secret.API_TOKEN}}' } },
    },
  ]);
  expect(() => orders.map((order) => runnerKeys().open(order))).toThrow('sealed to another runner');
  const { rows } = await env.databases.pools.web.query<{ all: string }>(
    `select string_agg(s::text, ' ') || coalesce((select string_agg(a::text, ' ') from audit a), '') as all from check_secret s`,
  );
  expect(rows[0]?.all).not.toMatch(/for all|only for eu/);
});

describe('a check with a secret', () => {
  const probe = {
    type: 'http',
    url: '{{baseUrl}}',
    headers: { authorization: 'Bearer {{secret.API_TOKEN}}' },
  };

  async function installed() {
    const own = await testEnv({ config: { secretKey: 'a key of this test only' } });
    const lead = as(own, 'ada', ['admin']);
    const served = await checksApp(own);
    await withChecks(lead, [checkFile('home', { probe })]);
    await putSecret(lead, { name: 'API_TOKEN', environment: 'eu', value: 'of today' });
    const { token } = await enrol(lead);
    const send = async (path: string, parts: object) => {
      const clock = own.clock.now().toISOString();
      const payload = { version: '1', wants: { monitors: 5 }, waitMs: 0, clock, state, ...parts };
      return served.inject({ method: 'POST', url: `${runnerPath}/${path}`, headers: bearer(token), payload });
    };
    await own.fastForward(120_000);
    return { own, lead, send };
  }

  test('is not given to a runner without a key, and the run says why; a key that is none is refused', async () => {
    const { lead, send } = await installed();
    expect((await send('pull', {})).json()).toMatchObject({ orders: [] });
    const { items } = await listRuns(lead, { limit: 1 });
    expect(items[0]?.fault?.why).toContain('older than the server');
    const refused = await send('pull', { key: 'bm9uZQ==' });
    expect([refused.statusCode, refused.json()]).toMatchObject([400, { errors: [{ path: 'key' }] }]);
  });

  test('whose value is from before values were locked locks it with the first run that needs it', async () => {
    const { own, send } = await installed();
    const db = own.databases.web;
    const sealed = await seal(own, 'from before', 'check secret API_TOKEN eu');
    await db.updateTable('check_secret').set({ sealed, sealed_key: null, locked: null }).execute();
    for (const stored of ['', '']) {
      const keys = runnerKeys();
      const { orders } = pullAnswer.parse((await send('pull', { key: keys.publicKey })).json());
      expect(orders.map((order) => keys.open(order).secrets)).toEqual([{ API_TOKEN: 'from before' }]);
      const row = await db.selectFrom('check_secret').selectAll().executeTakeFirst();
      expect(row).toMatchObject({ sealed: stored, sealed_key: expect.any(String) as string });
      await send('results', { reports: orders.map((order) => reportOn(order)) });
      await own.fastForward(120_000);
    }
  });
});

test('artefacts are taken only as announced, and served so that they can run nothing', async () => {
  const { token, runner } = await enrol(admin);
  await withChecks(admin, [checkFile('shot')]);
  await env.fastForward(60_000);
  const { orders } = (await pull(token)).json<{ orders: { id: string }[] }>();
  const [order = { id: '' }] = orders;
  const picture = Buffer.from('a picture, nearly');
  const artefact = {
    name: 'page.png',
    kind: 'screenshot' as const,
    contentType: 'image/png',
    bytes: picture.length,
    sha256: sha(picture),
  };
  const page = { ...artefact, name: 'page.html', contentType: 'text/html', kind: 'other' as const };
  const drawing = { ...page, name: 'drawing.svg', contentType: 'image/svg+xml' };
  const results = await app.inject({
    method: 'POST',
    url: `${runnerPath}/results`,
    headers: bearer(token),
    payload: {
      clock: env.clock.now().toISOString(),
      reports: [reportOn(order, { ...broken, artefacts: [artefact, page, drawing] })],
    },
  });
  expect(results.json()).toEqual({ taken: [order.id], refused: [] });
  const put = async (name: string, payload: Buffer, as_ = token) =>
    app.inject({
      method: 'PUT',
      url: `${runnerPath}/runs/${order.id}/artefacts/${name}`,
      headers: { ...bearer(as_), 'content-type': 'application/json' },
      payload,
    });
  const { token: other } = await enrol(admin);
  expect((await put('page.png', picture, other)).statusCode).toBe(404);
  expect((await put('unknown.png', picture)).statusCode).toBe(404);
  expect((await put('page.png', Buffer.from('another picture!!'))).statusCode).toBe(400);
  expect((await put('page.png', picture)).json()).toEqual({ state: 'stored' });
  expect((await put('page.png', picture)).json()).toEqual({ state: 'stored' });
  for (const name of ['page.html', 'drawing.svg'])
    expect((await put(name, picture)).json()).toEqual({ state: 'stored' });
  expect(runner.place).toBe('london');
  const got = async (name: string) => app.inject({ url: `/api/v1/runs/${order.id}/artefacts/${name}` });
  expect((await got('page.png')).statusCode).toBe(401);
  const key = 'fm_a-key-of-whoever-looks';
  await env.databases.pools.web.query(
    `insert into api_token (id, name, token_hash, hint, roles, created_at, created_by)
     values ('token-look', 'look', sha256($1), '', '{viewer}', now(), 'test')`,
    [key],
  );
  for (const name of ['page.png', 'page.html', 'drawing.svg']) {
    const { headers, statusCode } = await app.inject({
      ...{ url: `/api/v1/runs/${order.id}/artefacts/${name}`, headers: bearer(key) },
    });
    expect(statusCode, name).toBe(200);
    const policy = String(headers['content-security-policy']);
    // An origin of its own without scripts, forms, windows or cookies of ours, wherever it is opened.
    expect(policy, name).toMatch(/^sandbox; default-src 'none';/);
    expect(policy, name).not.toContain('allow-');
    expect(headers['x-content-type-options'], name).toBe('nosniff');
    expect(headers['set-cookie'], name).toBeUndefined();
    // Whoever a runner says it is: what could hold a script is saved, not shown.
    const isPicture = name === 'page.png';
    expect(headers['content-type'], name).toBe(isPicture ? 'image/png' : 'application/octet-stream');
    expect(headers['content-disposition'], name).toMatch(isPicture ? /^inline/ : /^attachment/);
  }
});

describe('a deployment', () => {
  const bundle = gzipSync(Buffer.from('a project'));
  const e2e = (project: string, title: string) => ({
    name: title,
    labels: {},
    spec: {
      environments: [{ environment: 'eu' }],
      probe: { type: 'e2e', project, file: 'a.spec.ts', title: [title] },
      secrets: ['LOGIN'],
    },
  });
  const deploy = async (titles: string[], parts: object = {}) => {
    const { deployInput } = await import('@fieldmarshal/contract/checks');
    const checks = titles.map((title) => e2e('shop', title));
    return deployChecks(admin, deployInput.parse({ project: 'shop', digest: sha(bundle), checks, ...parts }));
  };

  test('needs its bundle, changes exactly its own checks, and says which secrets are missing', async () => {
    await expect(deploy(['buy'])).rejects.toMatchObject({ code: 'refused' });
    expect(await deploy(['buy'], { dryRun: true })).toMatchObject({ created: ['buy'], bundleMissing: true });
    await storeBlob(env, streamed(bundle), { sha256: sha(bundle), bytesMax: 1_000 });
    expect(await deploy(['buy', 'return'])).toMatchObject({
      created: ['buy', 'return'],
      missingSecrets: [{ name: 'LOGIN', environment: 'eu' }],
    });
    expect(await deploy(['buy', 'return'])).toMatchObject({
      created: [],
      changed: [],
      removed: [],
      unchanged: 2,
    });
    expect(await deploy(['buy'])).toMatchObject({ removed: ['return'], unchanged: 1 });
  });

  test('of a name that is taken, or of another project, is refused whole', async () => {
    await expect(deploy(['shot'])).rejects.toMatchObject({ code: 'conflict' });
    await expect(deploy([], { checks: [e2e('other', 'x')] })).rejects.toMatchObject({ code: 'invalid' });
    await expect(deploy(['same', 'same'])).rejects.toMatchObject({ code: 'invalid' });
  });

  test('by somebody who may not is refused', async () => {
    const { deployInput } = await import('@fieldmarshal/contract/checks');
    const input = deployInput.parse({ project: 'shop', digest: sha(bundle), checks: [] });
    await expect(deployChecks(as(env, 'bo'), input)).rejects.toMatchObject({ code: 'forbidden' });
  });
});

test('bytes that are others than announced, or too many, leave nothing that counts', async () => {
  const bytes = Buffer.from('these bytes');
  const wrong = sha(Buffer.from('other bytes'));
  await expect(storeBlob(env, streamed(bytes), { sha256: wrong, bytesMax: 100 })).rejects.toMatchObject({
    code: 'invalid',
  });
  await expect(storeBlob(env, streamed(bytes), { sha256: sha(bytes), bytesMax: 5 })).rejects.toMatchObject({
    code: 'too-large',
  });
  expect((await app.inject({ url: `/api/v1/check-bundles/${wrong}` })).statusCode).toBe(401);
});

test('a runner whose clock begins in 1970 gets work, is shown as such, and loses no result', async () => {
  await withChecks(admin, [checkFile('plain')]);
  const { token, runner } = await enrol(admin);
  const clock = '1970-01-01T00:01:00Z';
  await env.fastForward(120_000);
  const [order = { id: '' }] = (await pull(token, { clock })).json<{ orders: { id: string }[] }>().orders;
  const startedAt = '1970-01-01T00:01:01Z';
  const sent = await app.inject({
    method: 'POST',
    url: `${runnerPath}/results`,
    headers: bearer(token),
    payload: { clock: '1970-01-01T00:01:02Z', reports: [reportOn(order, { startedAt })] },
  });
  expect(sent.json()).toMatchObject({ taken: [order.id], refused: [] });
  const ageMs = env.clock.now().getTime() - Date.parse((await readRun(admin, order)).startedAt ?? '');
  expect(Math.abs(ageMs)).toBeLessThan(60_000);
  const { items } = await listRunners(admin);
  expect(items.find(({ id }) => id === runner.id)?.problems.join()).toMatch(
    /Its clock is \d+ days behind: let it follow a time server/,
  );
});
