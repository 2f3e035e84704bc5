import { createServer, type Server } from 'node:http';
import { checkSpec, type CheckPreview } from '@fieldmarshal/contract/checks';
import { createHeartbeat } from '../../signals/heartbeats/manage-heartbeats.ts';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { as, testEnv, type TestEnv } from '../../testing/index.ts';
import { readMatrix } from '../read/matrix.ts';
import { checkFile, enrol, reportOn, withChecks } from '../rig.ts';
import { pullWork } from '../work/pull.ts';
import { takeResults } from '../work/take-results.ts';
import { previewCheck } from './preview.ts';
import { tryCheck } from './try-check.ts';

const here = JSON.stringify({
  apiVersion: 'fieldmarshal/v1',
  kind: 'Environment',
  metadata: { name: 'here' },
  spec: { privateRanges: ['127.0.0.0/8'] },
});
const slow = { verdict: 'passed', measures: [{ name: 'totalMs', value: 900, unit: 'ms' }] } as const;
const quick = { verdict: 'passed', measures: [{ name: 'totalMs', value: 90, unit: 'ms' }] } as const;

let env: TestEnv;
let lead: ReturnType<typeof as>;
let server: Server;
let url = '';

/** Answers 200 for anything; as Prometheus, a line that is 10 for the first half of the time that is asked for and 90 then. */
beforeAll(async () => {
  server = createServer((req, res) => {
    const search = new URL(req.url ?? '/', 'http://x').searchParams;
    const [start, end, step] = ['start', 'end', 'step'].map((name) => Number(search.get(name)));
    const values: [number, string][] = [];
    if (step)
      for (let at = start ?? 0; at <= (end ?? 0); at += step)
        values.push([at, at < ((start ?? 0) + (end ?? 0)) / 2 ? '10' : '90']);
    res.end(JSON.stringify({ status: 'success', data: { resultType: 'matrix', result: [{ values }] } }));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  url = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`;
  env = await testEnv();
  lead = as(env, 'ada', ['admin']);
  await withChecks(lead, [checkFile('home', { everySeconds: 60 }), here]);
  const { runner } = await enrol(lead);
  for (const parts of [quick, slow, slow, quick]) {
    await env.fastForward(60_000);
    const [order] = await pullWork(env, runner, { wants: { e2e: 0, monitors: 10 }, waitMs: 0 });
    await takeResults(env, runner, {
      reports: [
        reportOn(order ?? { id: '' }, {
          ...parts,
          startedAt: env.clock.now().toISOString(),
          measures: [...parts.measures],
        }),
      ],
      skewMs: 0,
    });
  }
});
afterAll(() => void server.close());

const specOf = (spec: object) => checkSpec.parse({ environments: [{ environment: 'here' }], ...spec });
const homeWith = (expectation: object, more: object = {}) =>
  specOf({
    probe: { type: 'http', url: '{{baseUrl}}/health', expect: expectation },
    environments: [{ environment: 'eu' }],
    ...more,
  });
async function only(asked: Promise<CheckPreview>) {
  const { places } = await asked;
  const [place] = places;
  if (!place || places.length > 1) throw new Error('one place was asked for');
  return place;
}

describe('the last day with another setting', () => {
  test('judges what was recorded by the new rules', async () => {
    const asItIs = await only(previewCheck(lead, { name: 'home', spec: homeWith({}) }));
    expect(asItIs).toMatchObject({
      source: 'runs',
      looked: 4,
      failed: 0,
      alarmCount: 0,
      state: 'ok',
      limit: null,
    });
    const stricter = await only(previewCheck(lead, { name: 'home', spec: homeWith({ withinMs: 500 }) }));
    expect(stricter).toMatchObject({ failed: 2, alarmCount: 1, state: 'ok', limit: 500 });
    expect(stricter.alarms[0]?.to).not.toBeNull();
    expect(stricter.alarms[0]).toMatchObject({
      reason: 'it took 900 ms, more than 500 ms',
    });
    expect(stricter.line.map(({ value }) => value)).toEqual([90, 900, 900, 90]);
    const patient = homeWith({ withinMs: 500 }, { failing: { runs: 3, of: 3 } });
    expect(await only(previewCheck(lead, { name: 'home', spec: patient }))).toMatchObject({
      failed: 2,
      alarmCount: 0,
    });
  });

  test('asks a query over the day, with the judge of the monitor', async () => {
    const probe = { type: 'promql', server: url, query: 'disk', condition: { type: 'threshold', value: 80 } };
    const place = await only(previewCheck(lead, { spec: specOf({ probe, everySeconds: 600 }) }));
    expect(place).toMatchObject({ source: 'range', looked: 145, alarmCount: 1, state: 'failing', limit: 80 });
    expect(place.alarms[0]).toMatchObject({ to: null, reason: '90' });
  });

  test.each([
    [
      'nothing was recorded',
      { probe: { type: 'http', url: 'https://x.example/' } },
      /Nothing was recorded yet/,
    ],
    [
      'a secret is named',
      {
        probe: {
          type: 'promql',
          server: '{{secret.URL}}',
          query: 'up',
          condition: { type: 'threshold', value: 1 },
        },
      },
      /secrets/,
    ],
    [
      'the server is out of reach',
      {
        probe: {
          type: 'promql',
          server: 'http://169.254.169.254',
          query: 'up',
          condition: { type: 'threshold', value: 1 },
        },
      },
      /could not be asked/,
    ],
  ])('says why it cannot tell where %s', async (_, spec, note) => {
    const place = await only(previewCheck(lead, { spec: specOf(spec) }));
    expect(place).toMatchObject({ source: 'nothing', state: null });
    expect(place.note).toMatch(note);
  });

  test('is for those who may save a check', async () => {
    const viewer = as(env, 'bob', ['responder']);
    await expect(previewCheck(viewer, { spec: homeWith({}) })).rejects.toMatchObject({ code: 'forbidden' });
    await expect(tryCheck(viewer, { spec: homeWith({}), environment: 'eu' })).rejects.toMatchObject({
      code: 'forbidden',
    });
  });
});

describe('a try of a draft', () => {
  const probe = { type: 'http', url: '', expect: { json: [{ path: '$.status', equals: 'success' }] } };
  test('runs it once and stores nothing', async () => {
    const spec = specOf({ probe: { ...probe, url: `${url}/health` } });
    expect(await tryCheck(lead, { spec, environment: 'here' })).toMatchObject({
      verdict: 'passed',
      fault: null,
    });
    expect((await readMatrix(lead, { failing: false })).totals).toMatchObject({ checks: 1 });
  });

  test('tells no secret to a draft, and reaches nothing that the environment does not open', async () => {
    const secret = specOf({ probe: { ...probe, url: `${url}/{{secret.TOKEN}}` } });
    await expect(tryCheck(lead, { spec: secret, environment: 'here' })).rejects.toMatchObject({
      code: 'refused',
    });
    const closed = specOf({
      probe: { ...probe, url: `${url}/health` },
      environments: [{ environment: 'eu' }],
    });
    expect(await tryCheck(lead, { spec: closed, environment: 'eu' })).toMatchObject({
      verdict: 'failed',
      fault: { class: 'test' },
    });
  });
});

test('heartbeats stand in the matrix: at their environment, or in a column without one', async () => {
  await createHeartbeat(lead, {
    name: 'backup',
    intervalS: 3_600,
    graceS: 60,
    labels: { environment: 'eu', product: 'web' },
  });
  await createHeartbeat(lead, { name: 'cron', intervalS: 60, graceS: 0, labels: { environment: 'mars' } });
  const { environments, rows, totals } = await readMatrix(lead, { failing: false });
  expect(environments.map(({ name }) => name)).toEqual(['eu', '']);
  expect(rows.map(({ displayName, type, cells }) => [displayName, type, cells])).toEqual([
    ['backup', 'heartbeat', 'N.'],
    ['cron', 'heartbeat', '.N'],
    ['home', 'http', 'O.'],
  ]);
  expect(totals).toMatchObject({ checks: 3, noData: 2, ok: 1 });
  expect((await readMatrix(lead, { failing: false, type: 'heartbeat', product: 'web' })).rows).toHaveLength(
    1,
  );
});
