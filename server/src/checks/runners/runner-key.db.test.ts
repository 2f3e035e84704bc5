import { pullAnswer, runnerPath } from '@fieldmarshal/contract/checks';
import { fingerprintOf, runnerKeys } from '@fieldmarshal/runner/sealed';
import { beforeEach, describe, expect, test } from 'vitest';
import { on } from '#platform';
import { as, testEnv, type TestEnv } from '../../testing/index.ts';
import { runnerTroubled } from '../facts.ts';
import { checkFile, checksApp, enrol, withChecks } from '../rig.ts';
import { putSecret } from '../secrets/manage.ts';
import { decideRunnerKey } from './decide-key.ts';
import { listRunners, renewRunnerToken } from './manage.ts';

const told: string[] = [];
let env: TestEnv;
let admin: ReturnType<typeof as>;
let pull: (token: string, parts?: object) => Promise<{ status: number; body: string }>;
let runner: { id: string; token: string };
const [own, other] = [runnerKeys(), runnerKeys()];
const kept = (keys: { publicKey: string }) => ({ key: keys.publicKey, keyIsKept: true });

beforeEach(async () => {
  env = await testEnv({
    config: { secretKey: 'a key of this test only' },
    reactions: [on(runnerTroubled, 'note-runner', async (_, { data }) => void told.push(data.trouble))],
  });
  told.length = 0;
  admin = as(env, 'ada', ['admin']);
  const app = await checksApp(env);
  const probe = { type: 'http', url: '{{baseUrl}}', headers: { authorization: '{{secret.API_TOKEN}}' } };
  await withChecks(admin, [checkFile('home', { probe })]);
  await putSecret(admin, { name: 'API_TOKEN', value: 'correct horse' });
  pull = async (token, parts = {}) => {
    const { statusCode, body } = await app.inject({
      method: 'POST',
      url: `${runnerPath}/pull`,
      headers: { authorization: `Bearer ${token}` },
      payload: {
        ...{ version: '1', wants: { monitors: 5 }, waitMs: 0, clock: env.clock.now().toISOString() },
        state: { running: 0 },
        ...parts,
      },
    });
    return { status: statusCode, body };
  };
  const enrolled = await enrol(admin);
  runner = { id: enrolled.runner.id, token: enrolled.token };
  await env.fastForward(120_000);
});

const view = async () => (await listRunners(admin)).items.find(({ id }) => id === runner.id);
const audited = async () =>
  (
    await env.databases.web
      .selectFrom('audit')
      .select('action')
      .where('subject', '=', `runner/${runner.id}`)
      .orderBy('seq')
      .execute()
  ).map(({ action }) => action);
const alarm = async () =>
  env.databases.web
    .selectFrom('alert')
    .select('state')
    .where('title', 'like', '%came with another key')
    .execute();

describe('a runner is known by its token and the first lasting key that came with it', () => {
  test('so who has the token alone gets no work, is told about once, and takes nothing away', async () => {
    expect((await pull(runner.token, { ...kept(own), wants: { monitors: 0 } })).status).toBe(200);
    for (const parts of [kept(other), { key: other.publicKey }, {}, kept(other)]) {
      const { status, body } = await pull(runner.token, parts);
      expect(status).toBe(403);
      expect(body).toContain(fingerprintOf(own.publicKey));
      expect(body).not.toContain('orders');
      await env.fastForward(61_000);
    }
    expect(await view()).toMatchObject({
      key: { fingerprint: fingerprintOf(own.publicKey) },
      otherKey: { fingerprint: fingerprintOf(other.publicKey) },
      problems: [expect.stringContaining('Its token came with another key') as string],
    });
    expect((await audited()).filter((action) => action === 'runner.key-refused')).toHaveLength(1);
    expect(await alarm()).toMatchObject([{ state: 'firing' }]);
    await env.drain();
    expect(told).toEqual(['other-key']);
    const { orders } = pullAnswer.parse(JSON.parse((await pull(runner.token, kept(own))).body));
    expect(orders.map((order) => own.open(order).secrets)).toEqual([{ API_TOKEN: 'correct horse' }]);
  });

  test('one installed anew is let in when an administrator accepts the very key that was looked at', async () => {
    await pull(runner.token, kept(own));
    await pull(runner.token, kept(other));
    const decision = { id: runner.id, fingerprint: fingerprintOf(other.publicKey), accept: true };
    await expect(
      decideRunnerKey(admin, { ...decision, fingerprint: fingerprintOf(own.publicKey) }),
    ).rejects.toMatchObject({ code: 'conflict' });
    await expect(decideRunnerKey(as(env, 'lee', ['lead']), decision)).rejects.toMatchObject({
      code: 'forbidden',
    });
    expect(await decideRunnerKey(admin, decision)).toMatchObject({
      key: { fingerprint: fingerprintOf(other.publicKey) },
      otherKey: null,
      problems: [],
    });
    expect((await pull(runner.token, kept(other))).status).toBe(200);
    expect((await pull(runner.token, kept(own))).status).toBe(403);
    expect((await audited()).slice(-2)).toEqual(['runner.key-accepted', 'runner.key-refused']);
  });

  test('a key that was somebody else’s is forgotten, and its alarm ends', async () => {
    await pull(runner.token, kept(own));
    await pull(runner.token, kept(other));
    expect(await alarm()).toMatchObject([{ state: 'firing' }]);
    const fingerprint = fingerprintOf(other.publicKey);
    await decideRunnerKey(admin, { id: runner.id, fingerprint, accept: false });
    expect(await view()).toMatchObject({
      key: { fingerprint: fingerprintOf(own.publicKey) },
      otherKey: null,
    });
    expect(await alarm()).toMatchObject([{ state: 'resolved' }]);
    expect((await pull(runner.token, kept(own))).status).toBe(200);
  });

  test('a request without a key cannot be accepted', async () => {
    await pull(runner.token, kept(own));
    expect((await pull(runner.token)).status).toBe(403);
    await expect(
      decideRunnerKey(admin, { id: runner.id, fingerprint: '', accept: true }),
    ).rejects.toMatchObject({ code: 'invalid' });
  });

  test('a new token takes the first key that comes with it, and ends the alarm', async () => {
    await pull(runner.token, kept(own));
    await pull(runner.token, kept(other));
    const { token, runner: renewed } = await renewRunnerToken(admin, { id: runner.id });
    expect(renewed).toMatchObject({ key: null, otherKey: null });
    expect(await alarm()).toMatchObject([{ state: 'resolved' }]);
    expect((await pull(token, kept(other))).status).toBe(200);
    expect((await pull(token, kept(own))).status).toBe(403);
  });

  test('one whose key is new with each start works, and is shown as such', async () => {
    expect((await pull(runner.token, { key: own.publicKey })).status).toBe(200);
    expect((await pull(runner.token, { key: other.publicKey })).status).toBe(200);
    expect(await view()).toMatchObject({
      key: null,
      problems: [expect.stringContaining('new with each start') as string],
    });
  });

  test('of two that come first at the same time one is known, the other refused', async () => {
    const asking = [own, other, own, other, own, other, own, other];
    const answers = await Promise.all(asking.map(async (keys) => pull(runner.token, kept(keys))));
    const letIn = asking.filter((_, index) => answers[index]?.status === 200);
    expect(new Set(letIn).size).toBe(1);
    expect(answers.map(({ status }) => status).filter((status) => status === 403)).toHaveLength(4);
  });
});
