import { afterAll, describe, expect, test } from 'vitest';
import { sql } from 'kysely';
import { createLog, openDatabases } from '#platform';
import { as, testEnv } from '#testing';
import { listAlerts } from '../alerts/read-alerts.ts';
import { signalsHandlers } from '../jobs.ts';
import { intakeKey, intakeRig, intakeRoutes } from '../rig.ts';
import { batcherOf } from './intake.ts';

const containing = (text: string): unknown => expect.stringContaining(text);

const env = await testEnv({ handlers: signalsHandlers, config: { bootstrapIntakeKey: intakeKey } });
const rig = await intakeRig(env);
const mira = as(env, 'mira');
const alerts = '/alertmanager/api/v2/alerts';

const count = async (q: string): Promise<number> =>
  (await listAlerts(mira, { state: 'all', q, limit: 200 })).items.length;

/** The last kill may reach a connection only now, and each one of the pool fails a sender once at most; a sender repeats. */
const untilStored = async (alertname: string): Promise<number> => {
  const { max } = env.databases.pools.intake.options;
  for (let tries = 0; tries < max; tries += 1)
    if ((await rig.post(alerts, [{ labels: { alertname } }])).statusCode === 200) break;
  return (await rig.post(alerts, [{ labels: { alertname } }])).statusCode;
};

test('while connections die under it, intake answers 200 for what is stored and 503 with Retry-After else, and works again by itself', async () => {
  await rig.post(alerts, [{ labels: { alertname: 'Before' } }]);
  const kill = async (): Promise<void> => {
    await env.databases.pools.web.query(
      `select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and application_name = 'fieldmarshal intake'`,
    );
  };
  const killing = new AbortController();
  const killed = (async () => {
    while (!killing.signal.aborted) await kill();
  })();
  const statuses = new Set<number>();
  const acknowledged: string[] = [];
  for (let n = 0; n < 150; n += 1) {
    const alertname = `During${n}`;
    const response = await rig.post(alerts, [{ labels: { alertname } }]);
    statuses.add(response.statusCode);
    if (response.statusCode === 200) acknowledged.push(alertname);
    else expect(response.headers['retry-after']).toBe('1');
  }
  killing.abort();
  await killed;
  expect([...statuses].every((status) => status === 200 || status === 503)).toBe(true);
  expect(statuses.has(503)).toBe(true);
  for (const alertname of acknowledged)
    expect([alertname, await count(alertname)]).not.toEqual([alertname, 0]);
  expect(await untilStored('Afterwards')).toBe(200);
  const state = await env.databases.web
    .selectFrom('intake_state')
    .select('grace_since')
    .executeTakeFirstOrThrow();
  expect(state.grace_since).not.toBeNull();
});

describe('with no storage at all', () => {
  const databases = openDatabases({ url: 'postgres://nobody:nothing@127.0.0.1:1/none' }, createLog('silent'));
  afterAll(() => databases.close());

  test.each([
    ['POST', alerts],
    ['GET', alerts],
    ['GET', '/alertmanager/api/v2/silences'],
    ['GET', '/alertmanager/-/ready'],
    ['POST', '/alertmanager/webhook'],
    ['POST', '/pagerduty/v2/enqueue'],
    ['POST', '/events'],
    ['POST', `/heartbeat/${intakeKey}`],
  ] as const)('%s %s is 503 with Retry-After, never 401, 404 or 429', async (method, url) => {
    const rig = await intakeRoutes({ ...env, databases });
    const payload =
      method === 'POST' ? { alerts: [], routing_key: intakeKey, event_action: 'trigger' } : undefined;
    const response = await rig.inject({
      method,
      url: `/intake${url}`,
      ...(payload ? { payload } : {}),
      headers: { authorization: `Bearer ${intakeKey}` },
    });
    expect([response.statusCode, response.headers['retry-after']]).toEqual([503, '1']);
    await rig.close();
  });
});

test('a signal that cannot be stored is set aside and does not fail those it came with', async () => {
  await sql`create function refuse_poison() returns trigger language plpgsql as $$
    begin if new.title = 'poison' then raise exception 'poison'; end if; return new; end $$`.execute(
    env.databases.web,
  );
  await sql`create trigger refuse_poison before insert on alert for each row execute function refuse_poison()`.execute(
    env.databases.web,
  );
  const titles = ['well1', 'poison', 'well2', 'well3'];
  const answers = await Promise.all(titles.map(async (title) => rig.post('/events', { title, key: title })));
  expect(answers.map((answer) => answer.statusCode)).toEqual([202, 202, 202, 202]);
  expect(await count('well')).toBe(3);
  const kept = await env.databases.web.selectFrom('unparsed_signal').selectAll().execute();
  expect(kept).toMatchObject([{ endpoint: 'signal', reason: containing('poison'), state: 'kept' }]);
});

test('more than fits in the queue is refused with 503 while the rest is stored', async () => {
  const batch = (n: number) =>
    Array.from({ length: 10_000 }, (_, i) => ({ labels: { alertname: 'Flood', n: `${n}-${i}` } }));
  const answers = await Promise.all(Array.from({ length: 9 }, async (_, n) => rig.post(alerts, batch(n))));
  const taken = answers.filter((answer) => answer.statusCode === 200).length;
  const refused = answers.filter(
    (answer) => answer.statusCode === 503 && answer.headers['retry-after'] === '1',
  ).length;
  expect(taken + refused).toBe(9);
  expect(refused).toBeGreaterThan(0);
  const { rows } = await sql<{
    n: number;
  }>`select count(*) as n from alert where labels ->> 'alertname' = 'Flood'`.execute(env.databases.web);
  expect(rows[0]?.n).toBe(taken * 10_000);
  expect(batcherOf(env).queued).toBe(0);
});
