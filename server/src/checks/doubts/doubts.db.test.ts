import { catalogApplied } from '#catalog';
import type { NewRunReport, RunReport } from '@fieldmarshal/contract/checks';
import { sql } from 'kysely';
import { beforeEach, describe, expect, test } from 'vitest';
import { declareIncident, resolveIncident } from '#incidents';
import { on, systemCtx } from '#platform';
import { signalsHandlers } from '#signals';
import { as, testEnv, type TestEnv } from '../../testing/index.ts';
import { contradictedDoubtMs, cutOffDoubtMs, doubtMs, leavesMs } from './core/doubt.ts';
import { runnerTroubled } from '../facts.ts';
import { checksHandlers } from '../jobs.ts';
import { planChecks } from '../plan/plan-checks.ts';
import { readCells } from '../read/cells.ts';
import { readRun } from '../read/runs.ts';
import { broken, checkFile, enrol, reportOn, withChecks } from '../rig.ts';
import { silentAfterMs, type Runner } from '../runners/runner.ts';
import { msUntilDue } from '../store/slot-store.ts';
import { countDoubted } from './count-doubted.ts';
import { pullWork } from '../work/pull.ts';
import { takeResults } from '../work/take-results.ts';

const why = 'shop.example could not be reached (ECONNREFUSED).';
const refused = {
  verdict: 'failed',
  fault: { class: 'product', why, unanswered: true },
  error: { message: 'connect ECONNREFUSED' },
} satisfies Partial<NewRunReport>;
const harness = {
  verdict: 'failed',
  fault: { class: 'harness', why: 'The browser was gone.' },
} satisfies Partial<NewRunReport>;

const told: string[] = [];
let env: TestEnv;
let admin: ReturnType<typeof as>;
let near: Runner;
let far: Runner;

beforeEach(async () => {
  env = await testEnv({
    handlers: [...checksHandlers, ...signalsHandlers],
    reactions: [
      on(catalogApplied, 'plan-checks', async (ctx) => planChecks(ctx)),
      on(
        runnerTroubled,
        'note-runner',
        async (_, { data }) => void told.push(`${data.name}: ${data.detail}`),
      ),
    ],
  });
  told.length = 0;
  admin = as(env, 'ada', ['admin']);
  await withChecks(admin, [checkFile('home')]);
  near = (await enrol(admin, { name: 'Near', place: 'london' })).runner;
  far = (await enrol(admin, { name: 'Far', place: 'denver' })).runner;
  await seen(near, far);
});

async function seen(...runners: readonly Runner[]): Promise<void> {
  await sql`update runner set last_seen_at = now() where id = any(${runners.map(({ id }) => id)}::uuid[])`.execute(
    env.databases.web,
  );
}

async function pull(runner: Runner): Promise<{ readonly id: string }[]> {
  return pullWork(env, runner, { wants: { e2e: 10, monitors: 10 }, waitMs: 0 });
}

/** Takes the run that comes by its interval; both runners are around then. */
async function due(runner: Runner): Promise<{ readonly id: string }> {
  await env.fastForward(60_000);
  await seen(near, far);
  const [order] = await pull(runner);
  if (!order) throw new Error('Nothing was due.');
  return order;
}

/** What comes sooner than in a while was asked for. */
async function nothingDue(): Promise<void> {
  await sql`update check_slot set next_due_at = now() + interval '50 seconds'`.execute(env.databases.web);
}

async function report(
  runner: Runner,
  order: { readonly id: string },
  parts: Partial<NewRunReport> = {},
): Promise<void> {
  const startedAt = env.clock.now().toISOString();
  await takeResults(env, runner, {
    reports: [reportOn(order, { startedAt, durationMs: 10, ...parts })],
    skewMs: 0,
  });
}

/** A run that nothing answers. */
async function fail(
  runner: Runner,
  parts: Partial<NewRunReport> = refused,
): Promise<{ readonly id: string }> {
  const order = await due(runner);
  await nothingDue();
  await report(runner, order, parts);
  return order;
}

async function alerts(): Promise<string[]> {
  const { rows } = await sql<{ title: string; state: string; run: string }>`
    select title, state, labels->>'run' as run from alert order by id`.execute(env.databases.web);
  return rows.map(({ title, state }) => `${state}: ${title}`);
}

async function outcomes(): Promise<string[]> {
  const { rows } = await sql<{ recent: string }>`select recent from check_slot order by check_name`.execute(
    env.databases.web,
  );
  return rows.map(({ recent }) => recent);
}

const firing = 'firing: “home” fails in eu';

async function faultOf(run: { readonly id: string }): Promise<RunReport['fault'] | undefined> {
  return (await readRun(admin, run)).fault as RunReport['fault'];
}

describe('a run that nothing answered', () => {
  test('pages when another runner sees the same, and not before', async () => {
    const run = await fail(near);
    expect(await alerts()).toEqual([]);
    expect(await pull(near)).toEqual([]);
    const [again = { id: '' }] = await pull(far);
    expect(await readRun(admin, again)).toMatchObject({ againOf: run.id });
    await report(far, again, refused);
    expect(await alerts()).toEqual([firing]);
    expect(await faultOf(run)).toMatchObject({ class: 'product', why });
  });

  test('is laid on the way there when another runner gets through', async () => {
    const run = await fail(near);
    await env.fastForward(3_000);
    const [again = { id: '' }] = await pull(far);
    await report(far, again);
    expect(await alerts()).toEqual([]);
    expect(await readCells(admin, ['home'])).toMatchObject([{ state: 'ok' }]);
    expect(await faultOf(run)).toMatchObject({
      class: 'environment',
      why: 'Nothing answered here. The runner Far in denver got through 3 s later: it was the way there from this runner, or over in a moment.',
    });
    expect(await outcomes()).toEqual(['EP']);
    // The slot is anybody's again.
    expect(await pull(near)).toEqual([]);
    await due(near);
  });

  test('has whoever keeps its runner told when it happens again after another got through', async () => {
    for (const times of [0, 1, 1]) {
      await env.fastForward(60_000);
      await fail(near);
      const [again = { id: '' }] = await pull(far);
      await report(far, again);
      await env.drain();
      expect(told).toHaveLength(times);
    }
    expect(told[0]).toMatch(
      /^Near: home in eu: Nothing answered here\. The runner Far in denver got through/,
    );
  });

  test('has nobody told while it may have been one moment that several checks met', async () => {
    await withChecks(admin, [checkFile('home'), checkFile('pay')]);
    await env.fastForward(60_000);
    await seen(near, far);
    const orders = await pull(near);
    for (const order of orders) await report(near, order, refused);
    await env.fastForward(1_000);
    const again = await pull(far);
    expect(again).toHaveLength(2);
    for (const order of again) await report(far, order);
    await env.drain();
    expect(told).toEqual([]);
    expect(await outcomes()).toEqual(['EP', 'EP']);
  });

  test('pages when nobody has looked in time', async () => {
    await fail(near);
    await reaches(near);
    await env.fastForward(doubtMs - 1_000);
    await countDoubted(systemCtx(env, 'test'));
    expect(await alerts()).toEqual([]);
    await env.fastForward(1_000);
    await countDoubted(systemCtx(env, 'test'));
    expect(await alerts()).toEqual([firing]);
    // Once: it is no second failure when the time is looked at again.
    await countDoubted(systemCtx(env, 'test'));
    expect(await outcomes()).toEqual(['F']);
  });

  test('waits for its time where the other runner could not look', async () => {
    await fail(near);
    const [again = { id: '' }] = await pull(far);
    await report(far, again, harness);
    await reaches(near);
    expect(await alerts()).toEqual([]);
    await env.fastForward(doubtMs);
    await countDoubted(systemCtx(env, 'test'));
    expect(await alerts()).toEqual([firing]);
  });

  test('waits for longer while its runner gets through to nothing', async () => {
    await fail(near);
    await env.fastForward(doubtMs);
    await countDoubted(systemCtx(env, 'test'));
    expect(await alerts()).toEqual([]);
    // It would only fail again, and keep the slot from the others.
    expect(await pull(near)).toEqual([]);
    await env.fastForward(cutOffDoubtMs - doubtMs - 1_000);
    await countDoubted(systemCtx(env, 'test'));
    expect(await alerts()).toEqual([]);
    await env.fastForward(1_000);
    await countDoubted(systemCtx(env, 'test'));
    expect(await alerts()).toEqual([firing]);
  });

  test('waits for longest where another got through in place of its runner meanwhile', async () => {
    await withChecks(admin, [checkFile('home'), checkFile('pay')]);
    await env.fastForward(60_000);
    await seen(near, far);
    const orders = await pull(near);
    await nothingDue();
    for (const order of orders) await report(near, order, refused);
    await env.fastForward(1_000);
    const [one = { id: '' }] = await pull(far);
    await report(far, one);
    await env.fastForward(contradictedDoubtMs - 2_000);
    await countDoubted(systemCtx(env, 'test'));
    expect(await alerts()).toEqual([]);
    await env.fastForward(1_000);
    await countDoubted(systemCtx(env, 'test'));
    expect(await alerts()).toHaveLength(1);
  });

  test('keeps its runner away no longer where what it reported is gone', async () => {
    await fail(near);
    await sql`update check_run set report = null`.execute(env.databases.web);
    await env.fastForward(doubtMs + contradictedDoubtMs);
    await countDoubted(systemCtx(env, 'test'));
    expect(await pull(near)).toHaveLength(1);
  });

  test('has its runner leave to others first what any may take, for a while after one got through', async () => {
    await fail(near);
    const [again = { id: '' }] = await pull(far);
    await report(far, again);
    await env.fastForward(20_000);
    await sql`update check_slot set next_due_at = now()`.execute(env.databases.web);
    expect(await pull(near)).toEqual([]);
    const asNear = { runnerId: near.id, place: near.place, types: ['http'], environments: [] };
    expect(await msUntilDue(env.databases.web, asNear)).toBeGreaterThan(leavesMs - 1_000);
    // Of a place of its own it is the only one.
    await sql`update check_slot set place = 'london'`.execute(env.databases.web);
    expect(await msUntilDue(env.databases.web, asNear)).toBe(0);
    await sql`update check_slot set place = ''`.execute(env.databases.web);
    await env.fastForward(leavesMs);
    expect(await pull(near)).toHaveLength(1);
  });

  test.each<[string, Partial<NewRunReport>]>([
    ['with a pass', {}],
    ['with a bad answer', broken],
  ])('counts in time where its runner got through to something since, %s', async (_, through) => {
    await withChecks(admin, [checkFile('home'), checkFile('pay')]);
    await env.fastForward(60_000);
    await seen(near, far);
    const [first = { id: '' }, second = { id: '' }] = await pull(near);
    await nothingDue();
    await report(near, first, refused);
    await env.fastForward(doubtMs);
    await report(near, second, through);
    const before = await alerts();
    await countDoubted(systemCtx(env, 'test'));
    expect(await alerts()).toHaveLength(before.length + 1);
  });

  test('is nobody else’s any more when the time is over', async () => {
    await fail(near);
    await reaches(near);
    const asNear = { runnerId: near.id, place: near.place, types: ['http'], environments: [] };
    expect(await msUntilDue(env.databases.web, asNear)).toBeNull();
    await env.fastForward(doubtMs);
    expect(await msUntilDue(env.databases.web, asNear)).toBeNull();
    await countDoubted(systemCtx(env, 'test'));
    expect(await msUntilDue(env.databases.web, asNear)).toBe(0);
    const [again = { id: '' }] = await pull(near);
    await report(near, again);
    expect(await alerts()).toEqual(['resolved: “home” fails in eu']);
  });

  test.each<[string, () => Promise<void>]>([
    [
      'there is no other runner',
      async () => void (await sql`delete from runner where name = 'Far'`.execute(env.databases.web)),
    ],
    ['the other is away', async () => hush(silentAfterMs + 1_000)],
    ['the other was revoked', async () => change(sql`revoked_at = now()`)],
    ['the other serves another environment', async () => change(sql`environments = '{us}'`)],
    ['the other runs tests alone', async () => change(sql`capabilities = '{e2e}'`)],
  ])('pages at once where %s', async (_, arrange) => {
    const order = await due(near);
    await arrange();
    await report(near, order, refused);
    expect(await alerts()).toEqual([firing]);
  });

  test('at a place pages at once where the other runner stands elsewhere, and is doubted where it stands there, too', async () => {
    await withChecks(admin, [checkFile('home', { places: { names: ['london'] } })]);
    await fail(near);
    expect(await alerts()).toEqual([firing]);
    await report(near, await due(near));
    await change(sql`place = 'london'`);
    await fail(near);
    expect(await alerts()).toEqual(['resolved: “home” fails in eu']);
  });

  test('and was kept back for long counts as it is', async () => {
    const order = await due(near);
    const startedAt = env.clock.now().toISOString();
    await env.fastForward(61_000);
    await seen(far);
    await report(near, order, { ...refused, startedAt });
    expect(await alerts()).toEqual([firing]);
  });

  test('goes on failing what fails, and an alarm is not held back for it', async () => {
    await fail(near, broken);
    await fail(near);
    expect(await outcomes()).toEqual(['FF']);
  });

  test('while an incident went on that is over by then waits for the next run', async () => {
    const { id } = await declareIncident(admin, { title: 'Search fails', environment: 'eu' });
    const order = await due(near);
    await nothingDue();
    await report(near, order, refused);
    await env.fastForward(5_000);
    await resolveIncident(admin, { id, summary: 'Rolled back.' });
    await reaches(near);
    await env.fastForward(doubtMs);
    await countDoubted(systemCtx(env, 'test'));
    expect(await alerts()).toEqual([]);
    const { rows } = await sql<{ again_of: string }>`select again_of from check_slot`.execute(
      env.databases.web,
    );
    expect(rows).toEqual([{ again_of: order.id }]);
    // It is looked at again once, and is forgotten then.
    await nothingDue();
    await countDoubted(systemCtx(env, 'test'));
    expect(await pull(far)).toEqual([]);
    await report(near, await due(near), refused);
    expect(await alerts()).toEqual([]);
    const [other = { id: '' }] = await pull(far);
    await report(far, other, refused);
    expect(await alerts()).toEqual([firing]);
  });
});

test('a run that was answered badly pages at once', async () => {
  await fail(near, broken);
  expect(await alerts()).toEqual([firing]);
});

/** Another run of it got through meanwhile. */
async function reaches({ id }: Runner): Promise<void> {
  await sql`update runner set reached_at = now() where id = ${id}`.execute(env.databases.web);
}

async function hush(ms: number): Promise<void> {
  await sql`update runner set last_seen_at = now() - ${ms} * interval '1 millisecond' where name = 'Far'`.execute(
    env.databases.web,
  );
}

async function change(set: ReturnType<typeof sql>): Promise<void> {
  await sql`update runner set ${set} where name = 'Far'`.execute(env.databases.web);
}
