import http from 'node:http';
import { beforeAll, describe, expect, test } from 'vitest';
import { applyObjects } from '#catalog';
import { deliveryAttempted, deliveryHandlers, deliverySettled } from '#delivery';
import { oncallHandlers, recordReceipt, startEscalation, stopEscalations } from '#oncall';
import { on, systemCtx } from '#platform';
import { as, testEnv, whenOver, type TestEnv } from '../../testing/index.ts';
import { auditOnce } from './audit-once.ts';
import { listNotices } from './notices.ts';
import { readWorkState } from './work-state.ts';
import { readReadiness } from './readiness.ts';

let env: TestEnv;
const rang: string[] = [];
let answer = 204;

const person = (name: string, url: string): string =>
  `---\napiVersion: fieldmarshal/v1\nkind: Person\nmetadata: { name: ${name} }\nspec: { email: ${name}@example.org, contactMethods: [{ channel: webhook, url: ${url}/${name} }] }\n`;

beforeAll(async () => {
  const server = http.createServer((request, response) => {
    if (answer < 300) rang.push((request.url ?? '').slice(1));
    request.resume().on('end', () => response.writeHead(answer).end());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  whenOver(() => {
    server.closeAllConnections();
    server.close();
  });
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  env = await testEnv({
    handlers: [...deliveryHandlers, ...oncallHandlers],
    reactions: [
      on(deliveryAttempted, 'attempted', async (ctx, { data }) =>
        recordReceipt(ctx, { ...data, settled: false }),
      ),
      on(deliverySettled, 'settled', async (ctx, { data }) => recordReceipt(ctx, { ...data, settled: true })),
    ],
  });
  const url = `http://127.0.0.1:${port}`;
  const policy = `---\napiVersion: fieldmarshal/v1\nkind: EscalationPolicy\nmetadata: { name: main }\nspec: { default: true, steps: [{ targets: [{ person: ada }], minutes: 5 }, { targets: [{ person: bo }], minutes: 5 }] }\n`;
  const text = person('ada', url) + person('bo', url) + policy;
  await applyObjects(as(env, 'lead', ['admin']), {
    files: [{ path: 'test.yaml', text }],
    dryRun: false,
    prune: false,
  });
});

const start = async (incidentId: string): Promise<void> => {
  await startEscalation(systemCtx(env, 'test'), {
    incidentId,
    policy: 'main',
    reason: 'test',
    title: 'Checkout fails',
    severity: 'SEV1',
  });
};

const openNotices = async (): Promise<string[]> =>
  (await listNotices(as(env, 'rae'))).items.filter(({ endedAt }) => endedAt === null).map(({ key }) => key);

/** One look; numbers are asked for anew, as those of the last second are kept with `env`. */
const look = async (given: { standsIn: boolean }) => auditOnce({ ...env }, given);

/** As a worker that does its work leaves it. */
const pulse = async (): Promise<void> => {
  await env.databases.pools.web.query(
    `insert into timer (key, task, payload, due_at, created_at) values ('oncall.sweep', 'oncall.sweep', '{}', now() + interval '5 s', now())
     on conflict (key) do update set due_at = excluded.due_at`,
  );
};

describe('the auditor', () => {
  test('leaves a step alone that is due since a moment, and carries out one that nobody did, whatever its timer says', async () => {
    await start('INC-1');
    await env.drain();
    expect(rang).toEqual(['ada']);
    // A timer that was moved by mistake: the sweep of lost timers does not see it.
    await env.databases.pools.web.query(
      `update timer set due_at = now() + interval '1 day' where key like 'escalation:%'`,
    );
    await env.fastForward(5 * 60_000 + 5_000);
    expect((await look({ standsIn: false })).stepsEscalated).toBe(0);
    await env.fastForward(15_000);
    expect((await look({ standsIn: false })).stepsEscalated).toBe(1);
    expect((await look({ standsIn: false })).stepsEscalated).toBe(0);
    await env.drain();
    expect(rang).toEqual(['ada', 'bo']);
    await stopEscalations(systemCtx(env, 'test'), { incidentId: 'INC-1', why: 'over' });
  });

  test('says what it found until it is gone, and for a day that it was', async () => {
    await pulse();
    await look({ standsIn: false });
    expect(await openNotices()).toEqual([]);
    await env.fastForward(60_000);
    await look({ standsIn: true });
    expect(await openNotices()).toContain('work-stands-still');
    await pulse();
    await look({ standsIn: false });
    expect(await openNotices()).toEqual([]);
    const { items } = await listNotices(as(env, 'rae'));
    expect(items.map(({ key }) => key)).toContain('work-stands-still');
    await env.fastForward(25 * 3_600_000);
    expect((await listNotices(as(env, 'rae'))).items).toEqual([]);
  });

  test('counts pages of an incident nobody was told of, and no longer once somebody was', async () => {
    answer = 503;
    await start('INC-2');
    await env.drain();
    await env.fastForward(50_000);
    expect((await look({ standsIn: false })).paging.overdue).toBe(0);
    await env.fastForward(20_000);
    expect((await look({ standsIn: false })).paging.overdue).toBe(1);
    expect(await openNotices()).toContain('pages-overdue');
    answer = 204;
    await env.drain();
    await env.fastForward(1_100);
    expect((await look({ standsIn: false })).paging.overdue).toBe(0);
  });

  test('what it says is for those who work here', async () => {
    await expect(listNotices(as(env, 'guest', []))).rejects.toThrow(/not/i);
    await expect(listNotices(as(env, 'viewer', ['viewer']))).rejects.toThrow(/not/i);
  });
});

test('readiness of a process without a worker tells whether another one works', async () => {
  const auditor = {
    lastLookAt: env.clock.now(),
    standsIn: false,
    stepsEscalated: 0,
    stop: async () => undefined,
  };
  const surroundings = { zoneData: null, clockAheadS: null, lost: [], stop: async () => undefined };
  await pulse();
  expect(await readReadiness({ env, worker: null, auditor, surroundings })).toMatchObject({
    worker: 'elsewhere',
    auditor: 'ok',
  });
  // Thoughts and entries of the log that wait page nobody later: they take no server out of service.
  const wait = async (task: string, seconds = 90) =>
    env.databases.pools.web.query(
      `insert into timer (key, task, payload, due_at, created_at) values ($1, $1, '{}', now() - make_interval(secs => $2), now())`,
      [task, seconds],
    );
  await wait('impact.look', 60);
  await wait('impact.late');
  expect(await readReadiness({ env, worker: null, auditor, surroundings })).toMatchObject({ ready: true });
  await wait('impact.look-again', 600);
  const { oldestThoughtS, oldestRenewalS } = await readWorkState(env);
  expect([oldestThoughtS, oldestRenewalS].map(Math.round)).toEqual([90, 600]);
  await wait('delivery.deliver');
  expect(await readReadiness({ env, worker: null, auditor, surroundings })).toMatchObject({ ready: false });
  await env.fastForward(60_000);
  expect(await readReadiness({ env, worker: null, auditor, surroundings })).toMatchObject({
    ready: false,
    worker: 'stalled',
    auditor: 'stalled',
  });
});

test('says on Now that nobody is paged for what no route takes, until a policy is the default one', async () => {
  const put = async (isDefault: boolean): Promise<void> => {
    const text = `apiVersion: fieldmarshal/v1\nkind: EscalationPolicy\nmetadata: { name: main }\nspec: { default: ${isDefault}, steps: [{ targets: [{ person: ada }] }] }\n`;
    const files = [{ path: 'policy.yaml', text }];
    await applyObjects(as(env, 'lead', ['admin']), { files, dryRun: false, prune: false });
    await look({ standsIn: false });
  };
  await put(false);
  expect(await openNotices()).toContain('nobody-by-default');
  await put(true);
  expect(await openNotices()).not.toContain('nobody-by-default');
});
