import { expect, test } from 'vitest';
import { sql } from 'kysely';
import { as, testEnv } from '#testing';
import { listAlerts } from '../alerts/read-alerts.ts';
import { signalsHandlers } from '../jobs.ts';
import { intakeKey, intakeRig } from '../rig.ts';
import { batcherOf } from './intake.ts';

const env = await testEnv({ handlers: signalsHandlers, config: { bootstrapIntakeKey: intakeKey } });
const rig = await intakeRig(env);
const mira = as(env, 'mira');
const alerts = '/alertmanager/api/v2/alerts';

const count = async (q: string): Promise<number> =>
  (await listAlerts(mira, { state: 'all', q, limit: 200 })).items.length;

/** Closes the database to everybody, or opens it again; what is connected is cut off. */
async function setReachable(reachable: boolean): Promise<void> {
  const { rows } = await sql<{ name: string }>`select current_database() as name`.execute(
    env.databases.worker,
  );
  const name = rows[0]?.name ?? '';
  await sql
    .raw(`alter database "${name}" connection limit ${reachable ? -1 : 0}`)
    .execute(env.databases.worker);
}

test('storage away is 503 with Retry-After on every endpoint, never 401, 404 or 429, and intake works again by itself', async () => {
  await rig.post(alerts, [{ labels: { alertname: 'Before' } }]);
  // The tests' user is a superuser, whom no connection limit holds; so the tables are taken away instead, by a lock that outlasts the time-out.
  await setReachable(true);
  const pools = env.databases.pools;
  const kill = async (): Promise<void> => {
    await pools.web.query(
      `select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and application_name = 'fieldmarshal intake'`,
    );
  };
  let stop = false;
  const killing = (async () => {
    while (!stop) await kill();
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
  stop = true;
  await killing;
  expect([...statuses].every((status) => status === 200 || status === 503)).toBe(true);
  expect(statuses.has(503)).toBe(true);
  for (const alertname of acknowledged)
    expect([alertname, await count(`${alertname}`)]).not.toEqual([alertname, 0]);
  expect((await rig.post(alerts, [{ labels: { alertname: 'Afterwards' } }])).statusCode).toBe(200);
  const state = await env.databases.web
    .selectFrom('intake_state')
    .select('grace_since')
    .executeTakeFirstOrThrow();
  expect(state.grace_since).not.toBeNull();
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
  expect(kept).toMatchObject([
    { endpoint: 'signal', reason: expect.stringContaining('poison'), state: 'kept' },
  ]);
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
