import { beforeAll, describe, expect, test } from 'vitest';
import { sql } from 'kysely';
import { declareIncident } from '#incidents';
import { as, testEnv, type TestEnv } from '../../testing/index.ts';
import { on } from '#platform';
import { checkRuled } from '../facts.ts';
import { checksHandlers } from '../jobs.ts';
import { broken, checkFile, enrol, reportOn, withChecks } from '../rig.ts';
import { pullWork } from '../work/pull.ts';
import { takeResults } from '../work/take-results.ts';
import { answerHindsight } from './answer-hindsight.ts';
import { readCoverage } from './coverage.ts';
import { draftFor } from './draft.ts';
import { holdCourt } from './hold-court.ts';
import { judgeEpisode } from './judge-episode.ts';
import { readCourt } from './read-court.ts';
import { readHindsight } from './read-hindsight.ts';

const workflow = (name: string, spec: object): string =>
  JSON.stringify({
    apiVersion: 'fieldmarshal/v1',
    kind: 'Workflow',
    metadata: { name },
    spec: { application: 'shop', ...spec },
  });
const application = JSON.stringify({
  apiVersion: 'fieldmarshal/v1',
  kind: 'Application',
  metadata: { name: 'shop' },
  spec: {},
});
const pay = { displayName: 'Pay by card', criticality: 1, steps: [{ name: 'Pay', products: ['web'] }] };

let env: TestEnv;
let lead: ReturnType<typeof as>;
let runner: Awaited<ReturnType<typeof enrol>>['runner'];
const told: string[] = [];

beforeAll(async () => {
  env = await testEnv({
    handlers: checksHandlers,
    reactions: [
      on(checkRuled, 'note', async (_, { data }) => void told.push(`${data.mayPage} ${data.detail}`)),
    ],
  });
  lead = as(env, 'ada', ['admin']);
  await withChecks(lead, [checkFile('home', { everySeconds: 60 }), application, workflow('pay', pay)]);
  ({ runner } = await enrol(lead));
});

async function run(parts: object): Promise<void> {
  await env.fastForward(60_000);
  const [order] = await pullWork(env, runner, { wants: { e2e: 0, monitors: 10 }, waitMs: 0 });
  const startedAt = env.clock.now().toISOString();
  await takeResults(env, runner, {
    reports: [reportOn(order ?? { id: '' }, { startedAt, ...parts })],
    skewMs: 0,
  });
}
const fail = async (): Promise<void> => {
  await run(broken);
  await run({});
};
const court = async () => readCourt(lead, { name: 'home', days: 30 });
async function judgeLast(verdict: 'real' | 'false'): Promise<void> {
  const [last] = (await court()).last;
  await judgeEpisode(lead, { name: 'home', id: last?.id ?? '', verdict });
}
async function firing(): Promise<number> {
  const { rows } = await sql<{
    n: number;
  }>`select count(*)::int as n from alert where integration = 'checks'`.execute(env.databases.web);
  return rows[0]?.n ?? 0;
}

describe('the court of checks', () => {
  test('a time of failing is one, however many runs fail in it, and knows what passed before', async () => {
    await run({});
    await run(broken);
    await run(broken);
    expect(await court()).toMatchObject({ episodes: 1, judged: 0, precision: { value: null, of: 0 } });
    expect((await court()).last[0]).toMatchObject({
      endedAt: null,
      raised: true,
      verdict: null,
      reason: 'expected 2xx, got 502',
    });
    await run({});
    const [last] = (await court()).last;
    expect(last?.endedAt).not.toBeNull();
    await judgeLast('real');
    expect(await court()).toMatchObject({ judged: 1, real: 1, detectSeconds: { of: 1 } });
  });

  test('incidents that it missed are named; nobody without the right says what a failure was', async () => {
    const viewer = as(env, 'bob', ['viewer']);
    const [last] = (await court()).last;
    await expect(
      judgeEpisode(viewer, { name: 'home', id: last?.id ?? '', verdict: 'false' }),
    ).rejects.toMatchObject({ code: 'forbidden' });
    await expect(
      judgeEpisode(lead, { name: 'other', id: last?.id ?? '', verdict: 'false' }),
    ).rejects.toMatchObject({ code: 'not-found' });
    await env.fastForward(7_200_000);
    const { id } = await declareIncident(lead, {
      title: 'Nobody can pay',
      summary: '',
      product: 'web',
      environment: 'eu',
      severity: 'SEV1',
    });
    expect((await court()).missed).toMatchObject([{ incident: id, byPerson: true }]);
    const map = await readCoverage(lead);
    expect(map.unseen).toMatchObject([{ incident: id, workflow: 'pay' }]);
    expect(map.workflows).toMatchObject([{ workflow: 'pay', criticality: 1, checks: 0, missing: ['eu'] }]);
    const draft = await draftFor(lead, { workflow: 'pay', incident: id });
    expect(draft.file).toBe('pay.spec.ts');
    expect(draft.text).toContain(`${id} happens again: Nobody can pay`);
    expect(map.environments).toEqual([
      { environment: 'eu', displayName: 'eu', connection: 'connected', workflows: 1, covered: 0 },
    ]);
  });

  test('after an incident that none saw people are asked whether a check would have; what they say stays and can be taken back', async () => {
    const id = (await readCoverage(lead)).unseen[0]?.incident ?? '';
    expect(await readHindsight(lead, { id })).toMatchObject({
      seenBy: [],
      watching: [{ check: 'home' }],
      workflow: { name: 'pay', displayName: 'Pay by card' },
      answer: null,
    });
    const viewer = as(env, 'bob', ['viewer']);
    await expect(answerHindsight(viewer, { id, answer: 'missed', note: '' })).rejects.toMatchObject({
      code: 'forbidden',
    });
    await expect(answerHindsight(lead, { id: 'INC-999', answer: 'missed', note: '' })).rejects.toMatchObject({
      code: 'not-found',
    });
    await answerHindsight(lead, { id, answer: 'missed', note: '' });
    const said = await answerHindsight(lead, { id, answer: 'wanted', note: 'Pay by card' });
    expect(said.answer).toMatchObject({ answer: 'wanted', note: 'Pay by card' });
    expect((await readCoverage(lead)).unseen[0]?.answer).toMatchObject({ answer: 'wanted' });
    expect((await answerHindsight(lead, { id, answer: null, note: '' })).answer).toBeNull();
  });

  test('a check that failed in the hour before saw it, at its first failure; what failed and was over long ago did not', async () => {
    await env.fastForward(7_200_000);
    await run(broken);
    await env.fastForward(60_000);
    const declare = async (environment: string) =>
      declareIncident(lead, {
        ...{ title: 'Nobody can pay again', summary: '', severity: 'SEV2' as const },
        ...{ product: 'web', environment },
      });
    const { id } = await declare('eu');
    const other = await declare('us');
    expect((await readHindsight(lead, { id })).seenBy).toMatchObject([
      { check: 'home', displayName: 'home', environment: 'eu', isBefore: true },
    ]);
    expect((await readHindsight(lead, { id: other.id })).seenBy).toEqual([]);
    expect((await readCoverage(lead)).unseen.map(({ incident }) => incident)).not.toContain(id);
    await run({});
  });

  test('a check whose failures are mostly nothing stops paging, goes on recording, and wins the right back', async () => {
    for (let time = 0; time < 5; time += 1) {
      await fail();
      await judgeLast('false');
    }
    await holdCourt(lead);
    await env.drain();
    expect((await court()).demotion).toMatchObject({
      owner: 'shop',
      reason: '5 of 6 judged failures were no real issue.',
    });
    expect(told.at(-1)).toMatch(/^false 5 of 6 .* pages again on \d{4}-\d\d-\d\d at the latest\.$/);
    const before = await firing();
    await fail();
    expect(await firing()).toBe(before);
    expect((await court()).last[0]).toMatchObject({ raised: false });
    for (let time = 0; time < 3; time += 1) {
      if (time > 0) await fail();
      await judgeLast('real');
    }
    await holdCourt(lead);
    expect((await court()).demotion).toBeNull();
    await run(broken);
    expect(await firing()).toBe(before + 1);
  });
});
