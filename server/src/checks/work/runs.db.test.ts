import { catalogApplied } from '#catalog';
import { sql } from 'kysely';
import { beforeEach, describe, expect, test } from 'vitest';
import { declareIncident, resolveIncident } from '#incidents';
import { on, systemCtx } from '#platform';
import { signalsHandlers } from '#signals';
import { as, testEnv, type TestEnv } from '../../testing/index.ts';
import { checkBroken, runnerTroubled } from '../facts.ts';
import { checksHandlers } from '../jobs.ts';
import { planChecks } from '../plan/plan-checks.ts';
import { readCells } from '../read/cells.ts';
import { readMatrix } from '../read/matrix.ts';
import { readRun } from '../read/runs.ts';
import { broken, checkFile, enrol, reportOn, withChecks } from '../rig.ts';
import { lookAfterRunners } from '../runners/look-after.ts';
import { askRun } from './ask-run.ts';
import { cancelRun } from './cancel-run.ts';
import { msUntilDue } from '../store/slot-store.ts';
import { pullWork } from './pull.ts';
import { sweepRuns } from './sweep-runs.ts';
import { takeResults } from './take-results.ts';

const told: string[] = [];
let env: TestEnv;
let admin: ReturnType<typeof as>;
const everything = { wants: { e2e: 10, monitors: 10 }, waitMs: 0 };

beforeEach(async () => {
  env = await testEnv({
    handlers: [...checksHandlers, ...signalsHandlers],
    reactions: [
      on(catalogApplied, 'plan-checks', async (ctx) => planChecks(ctx)),
      on(runnerTroubled, 'note-runner', async (_, { data }) => void told.push(`runner ${data.trouble}`)),
      on(checkBroken, 'note-check', async (_, { data }) => void told.push(`check ${data.detail}`)),
    ],
  });
  told.length = 0;
  admin = as(env, 'ada', ['admin']);
});

async function due(runner: Awaited<ReturnType<typeof enrol>>['runner']) {
  await env.fastForward(60_000);
  return pullWork(env, runner, everything);
}

/** Whatever comes sooner was asked for: else the next run may fall due at any moment of the minute. */
async function nothingDueFor(seconds: number): Promise<void> {
  await sql`update check_slot set next_due_at = now() + ${seconds} * interval '1 second'`.execute(
    env.databases.web,
  );
}

async function alerts(): Promise<string[]> {
  const { rows } = await sql<{ title: string; state: string; labels: Record<string, string> }>`
    select title, state, labels from alert order by id`.execute(env.databases.web);
  return rows.map(({ title, state }) => `${state}: ${title}`);
}

async function report(runner: Awaited<ReturnType<typeof enrol>>['runner'], ...reports: object[]) {
  return takeResults(env, runner, { reports, skewMs: 0 });
}

describe('a run', () => {
  test('is given to one runner only, with variables filled in, and again after its interval', async () => {
    await withChecks(admin, [checkFile('home')]);
    const [{ runner: one }, { runner: two }] = await Promise.all([enrol(admin), enrol(admin)]);
    await env.fastForward(60_000);
    const taken = await Promise.all([pullWork(env, one, everything), pullWork(env, two, everything)]);
    expect(taken.flat()).toMatchObject([
      { check: 'home', environment: 'eu', probe: { type: 'http', url: 'https://eu.example/health' } },
    ]);
    // While it is under way the slot is nobody else's.
    expect(await due(two)).toEqual([]);
    const owner = taken[0]?.length === 1 ? one : two;
    await report(owner, reportOn(taken.flat()[0] ?? { id: '' }));
    expect(await due(two)).toHaveLength(1);
  });

  test('is given out with all that is due with it, however many', async () => {
    const names = Array.from({ length: 70 }, (_, n) => `home-${n}`);
    await withChecks(
      admin,
      names.map((name) => checkFile(name)),
    );
    const { runner } = await enrol(admin);
    await env.fastForward(60_000);
    const pull = async (monitors: number) =>
      pullWork(env, runner, { wants: { e2e: 0, monitors }, waitMs: 0 });
    expect(await pull(66)).toHaveLength(66);
    expect(await pull(100)).toHaveLength(4);
  });

  test('of a test that turns failing is followed by another at once, and no further; a monitor keeps its interval', async () => {
    const probe = { type: 'e2e', project: 'shop', file: 'a.spec.ts', title: ['buy'] };
    await withChecks(admin, [checkFile('buy', { probe }), checkFile('home')]);
    await sql`insert into check_blob (sha256, bytes, complete, stored_at) values ('ab', 1, true, now())`.execute(
      env.databases.web,
    );
    await sql`insert into check_project values ('shop', 'ab', null, now(), 'ada')`.execute(env.databases.web);
    const { runner } = await enrol(admin);
    const first = await due(runner);
    await nothingDueFor(50);
    for (const order of first) await report(runner, reportOn(order, broken));
    const again = await pullWork(env, runner, everything);
    expect(again.map(({ check }) => check)).toEqual(['buy']);
    await nothingDueFor(50);
    for (const order of again) await report(runner, reportOn(order, broken));
    expect(await pullWork(env, runner, everything)).toEqual([]);
    const failed = first.find(({ check }) => check === 'buy') ?? { id: '' };
    const [repeated = { id: '' }] = again;
    expect(await readRun(admin, failed)).toMatchObject({
      previous: null,
      next: { run: repeated.id, verdict: 'failed' },
      again: { run: repeated.id, verdict: 'failed', artefacts: [] },
      againOf: null,
    });
    expect(await readRun(admin, repeated)).toMatchObject({
      previous: { run: failed.id },
      next: null,
      again: null,
      againOf: failed.id,
    });
    // What comes by its interval after that is a run of its own.
    const later = (await due(runner)).find(({ check }) => check === 'buy');
    expect(await readRun(admin, { id: later?.id ?? '' })).toMatchObject({ again: null, againOf: null });
  });

  test('that failed while an incident went on that is over raises nothing, and the next one at once does', async () => {
    const probe = { type: 'e2e', project: 'shop', file: 'a.spec.ts', title: ['buy'] };
    await withChecks(admin, [checkFile('buy', { probe })]);
    await sql`insert into check_blob (sha256, bytes, complete, stored_at) values ('ab', 1, true, now())`.execute(
      env.databases.web,
    );
    await sql`insert into check_project values ('shop', 'ab', null, now(), 'ada')`.execute(env.databases.web);
    const { runner } = await enrol(admin);
    const { id } = await declareIncident(admin, {
      title: 'Search fails',
      environment: 'eu',
      severity: 'SEV2',
    });
    const [during = { id: '' }] = await due(runner);
    await nothingDueFor(50);
    const startedAt = env.clock.now().toISOString();
    await env.fastForward(5_000);
    await resolveIncident(admin, { id, summary: 'Rolled back.' });
    await report(runner, reportOn(during, { ...broken, startedAt }));
    expect(await alerts()).toEqual([]);
    expect(await readRun(admin, during)).toMatchObject({ verdict: 'failed' });
    const [next = { id: '' }] = await pullWork(env, runner, everything);
    expect(await readRun(admin, next)).toMatchObject({ againOf: during.id });
    await report(runner, reportOn(next, broken));
    expect(await alerts()).toEqual(['firing: “buy” fails in eu']);
  });

  describe('that failed about the time when an incident ended', () => {
    type Runner = Awaited<ReturnType<typeof enrol>>['runner'];
    let runner: Runner;
    let order: { readonly id: string };

    beforeEach(async () => {
      await withChecks(admin, [checkFile('home')]);
      ({ runner } = await enrol(admin));
      [order = { id: '' }] = await due(runner);
      await nothingDueFor(50);
    });

    /** An incident that goes on for a while and is over; gives back when it was declared. */
    async function passIncident(ms: number): Promise<string> {
      const { id, declaredAt } = await declareIncident(admin, { title: 'Search fails', environment: 'eu' });
      await env.fastForward(ms);
      await resolveIncident(admin, { id, summary: 'Rolled back.' });
      return declaredAt;
    }

    test('is looked at again at once where a monitor found it, too', async () => {
      const startedAt = await passIncident(5_000);
      await report(runner, reportOn(order, { ...broken, startedAt }));
      expect(await alerts()).toEqual([]);
      const [next = { id: '' }] = await pullWork(env, runner, everything);
      await report(runner, reportOn(next, broken));
      expect(await alerts()).toEqual(['firing: “home” fails in eu']);
    });

    test('pages where it had begun before the incident was declared', async () => {
      const startedAt = env.clock.now().toISOString();
      await env.fastForward(5_000);
      await passIncident(5_000);
      await report(runner, reportOn(order, { ...broken, startedAt }));
      expect(await alerts()).toEqual(['firing: “home” fails in eu']);
    });

    test('pages where it was tried again since and failed', async () => {
      const startedAt = await passIncident(5_000);
      const tries = [0, 6_000].map((atMs) => ({ atMs, durationMs: 100, verdict: 'failed' as const }));
      await report(runner, reportOn(order, { ...broken, startedAt, tries }));
      expect(await alerts()).toEqual(['firing: “home” fails in eu']);
    });

    test.each([
      ['with it', true],
      ['before it', false],
    ])('is not looked at again where a later run was counted %s', async (_, isOneBatch) => {
      const startedAt = await passIncident(120_000);
      await sweepRuns(systemCtx(env, 'test'));
      const [later = { id: '' }] = await pullWork(env, runner, everything);
      await nothingDueFor(50);
      const [passed, failed] = [reportOn(later), reportOn(order, { ...broken, startedAt })];
      if (isOneBatch) await report(runner, failed, passed);
      else for (const each of [passed, failed]) await report(runner, each);
      expect(await alerts()).toEqual([]);
      expect(await pullWork(env, runner, everything)).toEqual([]);
    });
  });

  test('counts once, however often it is reported, and only by who was given it', async () => {
    await withChecks(admin, [checkFile('home')]);
    const [{ runner }, { runner: other }] = await Promise.all([enrol(admin), enrol(admin)]);
    const [order] = await due(runner);
    const failed = reportOn(order ?? { id: '' }, broken);
    expect((await report(other, failed)).refused).toMatchObject([{ id: order?.id }]);
    for (let time = 0; time < 3; time += 1)
      expect(await report(runner, failed, failed)).toEqual({ taken: [order?.id], refused: [] });
    const { rows } = await sql<{ recent: string }>`select recent from check_slot`.execute(env.databases.web);
    expect(rows).toEqual([{ recent: 'F' }]);
    expect(await alerts()).toEqual(['firing: “home” fails in eu']);
  });

  test('of a runner whose clock is an hour ahead began when it began by ours', async () => {
    await withChecks(admin, [checkFile('home')]);
    const { runner } = await enrol(admin);
    const [order = { id: '' }] = await due(runner);
    const now = env.clock.now().getTime();
    const theirs = new Date(now + 3_600_000 - 5_000).toISOString();
    await takeResults(env, runner, {
      reports: [reportOn(order, { startedAt: theirs })],
      skewMs: 3_600_000,
    });
    expect((await readRun(admin, { id: order.id })).startedAt).toBe(new Date(now - 5_000).toISOString());
  });

  test('in a maintenance window goes on, is shown as such, and its alert is silenced', async () => {
    await withChecks(admin, [checkFile('home')]);
    const { runner } = await enrol(admin);
    const id = '0198c000-0000-7000-8000-000000000001';
    await sql`
      insert into silence values (${id}, 'maintenance', 'Switch', '[]', '{web}', '{eu}', now(), now() + interval '1 hour', 'ada', null,
        now(), now())`.execute(env.databases.web);
    const [order = { id: '' }] = await due(runner);
    await report(runner, reportOn(order, broken));
    await env.drain();
    expect((await readMatrix(admin, { failing: false })).totals).toMatchObject({
      maintenance: 1,
      failing: 0,
    });
    const { rows } = await sql<{ silenced_by: string[] }>`select silenced_by from alert`.execute(
      env.databases.web,
    );
    expect(rows.map((row) => row.silenced_by)).toEqual([[id]]);
  });

  test('that cannot be read is refused with the field, and the others are taken', async () => {
    await withChecks(admin, [checkFile('home'), checkFile('pay')]);
    const { runner } = await enrol(admin);
    const orders = await due(runner);
    const [one = { id: '' }, two = { id: '' }] = orders;
    const answer = await report(runner, { ...reportOn(one), verdict: 'perhaps' }, reportOn(two), { id: 7 });
    expect(answer.taken).toEqual([two.id]);
    expect(answer.refused.map(({ id }) => id)).toEqual([one.id, '']);
    expect(answer.refused[0]?.reason).toMatch(/^verdict: /);
  });

  test('of a runner that went silent is lost, goes to another, and its late report is history', async () => {
    await withChecks(admin, [checkFile('home')]);
    const [{ runner: silent }, { runner: other }] = await Promise.all([enrol(admin), enrol(admin)]);
    const [lost = { id: '' }] = await due(silent);
    await env.fastForward(120_000);
    await sweepRuns(systemCtx(env, 'test'));
    expect((await readRun(admin, { id: lost.id })).state).toBe('lost');
    const [again = { id: '' }] = await pullWork(env, other, everything);
    await report(other, reportOn(again));
    expect(await report(silent, reportOn(lost, broken))).toEqual({ taken: [lost.id], refused: [] });
    expect(await readRun(admin, { id: lost.id })).toMatchObject({ state: 'ended', verdict: 'failed' });
    expect((await readMatrix(admin, { failing: false })).rows).toMatchObject([{ cells: 'O' }]);
    expect(await alerts()).toEqual([]);
  });

  test('that is lost is made by another at once, whatever its interval; lost again, it waits for that', async () => {
    await withChecks(admin, [checkFile('home', { everySeconds: 3_600 })]);
    const [{ runner: silent }, { runner: other }] = await Promise.all([enrol(admin), enrol(admin)]);
    await env.fastForward(3_600_000);
    const lose = async (runner: typeof silent): Promise<number> => {
      const taken = await pullWork(env, runner, everything);
      await env.fastForward(120_000);
      await nothingDueFor(1_000);
      await sweepRuns(systemCtx(env, 'test'));
      return taken.length;
    };
    expect(await lose(silent)).toBe(1);
    expect(await lose(other)).toBe(1);
    expect(await pullWork(env, other, everything)).toEqual([]);
  });

  test('whose variable has no value ends with the fault of the check, and its owner hears of it once', async () => {
    await withChecks(admin, [checkFile('home', { probe: { type: 'http', url: '{{nowhere}}/x' } })]);
    const { runner } = await enrol(admin);
    for (let time = 0; time < 2; time += 1) {
      expect(await due(runner)).toEqual([]);
      await env.drain();
    }
    expect(told).toEqual(['check It names variables that have no value in eu: nowhere.']);
    expect(await alerts()).toEqual([]);
    expect((await readMatrix(admin, { failing: false })).rows).toMatchObject([{ cells: 'N' }]);
  });

  test('that was asked for is the next one and can be given up', async () => {
    await withChecks(admin, [checkFile('home')]);
    const { runner } = await enrol(admin);
    const [first = { id: '' }] = await due(runner);
    await report(runner, reportOn(first));
    const { runs } = await askRun(as(env, 'ola'), { name: 'home', environment: 'eu' });
    expect((await askRun(as(env, 'ola'), { name: 'home' })).runs).toEqual(runs);
    expect((await pullWork(env, runner, everything)).map(({ id }) => id)).toEqual(runs);
    await cancelRun(as(env, 'ola'), { id: runs[0] ?? '' });
    expect((await report(runner, reportOn({ id: runs[0] ?? '' }))).refused).toHaveLength(1);
  });
});

describe('an alert', () => {
  test('fires when a check turns and ends when it passes, with run, step and product', async () => {
    await withChecks(admin, [checkFile('home', { severity: 'SEV2' })]);
    const { runner } = await enrol(admin);
    const [order = { id: '' }] = await due(runner);
    const step = { title: 'log in', category: 'test.step', atMs: 0, durationMs: 9, products: ['payments'] };
    await report(runner, reportOn(order, { ...broken, steps: [step], failedStep: 0 }));
    const { rows } = await sql<{ labels: Record<string, string>; product: string }>`
      select labels, product from alert`.execute(env.databases.web);
    expect(rows).toMatchObject([
      {
        product: 'payments',
        labels: { check: 'home', environment: 'eu', run: order.id, step: 'log in', severity: 'major' },
      },
    ]);
    expect(await alerts()).toEqual(['firing: “home” fails in eu at “log in”']);
    const [next = { id: '' }] = await due(runner);
    await report(runner, reportOn(next));
    expect(await alerts()).toEqual(['resolved: “home” fails in eu at “log in”']);
  });

  test.each(['harness', 'environment'] as const)(
    'never comes of a fault of the %s: the runner’s owner hears of it, and nothing ends',
    async (fault) => {
      await withChecks(admin, [checkFile('home')]);
      const { runner } = await enrol(admin);
      const bad = { verdict: 'failed', fault: { class: fault, why: 'The browser crashed.' } } as const;
      for (let time = 0; time < 3; time += 1) {
        const [order = { id: '' }] = await due(runner);
        await report(runner, reportOn(order, bad));
      }
      await env.drain();
      expect(await alerts()).toEqual([]);
      expect(told).toEqual(['runner faults']);
      const [order = { id: '' }] = await due(runner);
      await report(runner, reportOn(order, broken));
      const [next = { id: '' }] = await due(runner);
      await report(runner, reportOn(next, bad));
      expect(await alerts()).toEqual(['firing: “home” fails in eu']);
    },
  );

  test('needs as many places as must agree', async () => {
    await withChecks(admin, [checkFile('home', { places: { names: ['london', 'denver'], agree: 2 } })]);
    const { runner: london } = await enrol(admin, { place: 'london' });
    const { runner: denver } = await enrol(admin, { place: 'denver' });
    const [one = { id: '' }] = await due(london);
    await report(london, reportOn(one, broken));
    expect(await alerts()).toEqual([]);
    expect((await readMatrix(admin, { failing: false })).rows).toMatchObject([{ cells: 'D' }]);
    const [two = { id: '' }] = await pullWork(env, denver, everything);
    await report(denver, reportOn(two, broken));
    expect(await alerts()).toEqual(['firing: “home” fails in eu']);
  });

  test('does not wait for a place whose runner is away: those that are left must agree', async () => {
    const places = { names: ['london', 'denver', 'sydney'], agree: 2 };
    await withChecks(admin, [checkFile('home', { places })]);
    const runners = await Promise.all(
      places.names.map(async (place) => (await enrol(admin, { place })).runner),
    );
    const runAt = async (index: number, ended: object) => {
      const runner = runners[index] ?? never();
      const [order = { id: '' }] = await pullWork(env, runner, everything);
      await report(runner, reportOn(order, ended));
    };
    await env.fastForward(60_000);
    for (const index of [0, 1, 2]) await runAt(index, {});
    // Denver and Sydney go away; while London alone sees it nobody else has a say.
    for (let minute = 0; minute < 3; minute += 1) {
      await env.fastForward(60_000);
      await runAt(0, broken);
      expect(await alerts()).toEqual([]);
    }
    await env.fastForward(120_000);
    await runAt(0, broken);
    expect(await alerts()).toEqual(['firing: “home” fails in eu']);
    const { rows } = await sql<{ reason: string }>`select reason from check_cell`.execute(env.databases.web);
    expect(rows[0]?.reason).toContain('(at 1 of 3 places; 2 say nothing just now)');
  });

  test('ends when its check is taken out of the catalog', async () => {
    await withChecks(admin, [checkFile('home'), checkFile('pay')]);
    const { runner } = await enrol(admin);
    const orders = await due(runner);
    await report(runner, ...orders.map((order) => reportOn(order, broken)));
    await withChecks(admin, [checkFile('pay')]);
    expect((await alerts()).toSorted()).toEqual([
      'firing: “pay” fails in eu',
      'resolved: “home” fails in eu',
    ]);
  });

  test('says that something is imminent, as a warning of its own', async () => {
    await withChecks(admin, [checkFile('home')]);
    const { runner } = await enrol(admin);
    const [order = { id: '' }] = await due(runner);
    const imminent = { what: 'The certificate ends in 9 days', likelyAt: '2027-01-01T00:00:00Z' };
    await report(runner, reportOn(order, { imminent }));
    expect(await alerts()).toEqual(['firing: home in eu: The certificate ends in 9 days']);
    const [next = { id: '' }] = await due(runner);
    await report(runner, reportOn(next));
    expect(await alerts()).toEqual(['resolved: home in eu: The certificate ends in 9 days']);
  });

  test('of what is imminent while it works is no alert of what goes wrong: it is degraded by what is to come only', async () => {
    await withChecks(admin, [checkFile('home')]);
    const { runner } = await enrol(admin);
    const imminent = { what: 'The certificate ends in 9 days', likelyAt: '2027-01-01T00:00:00Z' };
    const seen: unknown[] = [];
    for (const parts of [{ imminent }, { imminent, verdict: 'flaky' as const }, broken]) {
      const [order = { id: '' }] = await due(runner);
      await report(runner, reportOn(order, parts));
      seen.push(...(await readCells(admin, ['home'])).map(({ state, isAhead }) => [state, isAhead]));
    }
    expect(seen).toEqual([
      ['degraded', true],
      ['degraded', false],
      ['failing', false],
    ]);
  });
});

function never(): never {
  throw new Error('There is no such runner.');
}

test('a runner of one environment does not look again and again for what is due in others', async () => {
  await withChecks(admin, [checkFile('home')]);
  await env.fastForward(60_000);
  const runnerId = '00000000-0000-4000-8000-000000000001';
  const what = { runnerId, place: 'london', types: ['http'], environments: [] };
  expect(await msUntilDue(env.databases.worker, what)).toBe(0);
  expect(await msUntilDue(env.databases.worker, { ...what, environments: ['us'] })).toBeNull();
  expect(await msUntilDue(env.databases.worker, { ...what, environments: ['us', 'eu'] })).toBe(0);
});

test('a run whose clock was set while it ran began no sooner than it was due', async () => {
  await withChecks(admin, [checkFile('home')]);
  const { runner } = await enrol(admin);
  const [order] = await due(runner);
  if (!order) throw new Error('Nothing was due.');
  const startedAt = new Date(env.clock.now().getTime() - 10 * 3_600_000).toISOString();
  await report(runner, reportOn(order, { startedAt }));
  expect((await readRun(admin, { id: order.id })).startedAt).toBe(order.dueAt);
});

test('what has not run for three intervals has no data, and what fails stays failing', async () => {
  await withChecks(admin, [checkFile('home'), checkFile('pay')]);
  const { runner } = await enrol(admin);
  const orders = await due(runner);
  await report(runner, ...orders.map((order) => reportOn(order, order.check === 'pay' ? broken : {})));
  expect((await readMatrix(admin, { failing: false })).rows.map(({ cells }) => cells)).toEqual(['O', 'F']);
  await env.fastForward(260_000);
  await sweepRuns(systemCtx(env, 'test'));
  expect((await readMatrix(admin, { failing: false })).rows.map(({ cells }) => cells)).toEqual(['N', 'F']);
});

test('a runner that stays away is silent, and its owner hears of it', async () => {
  await withChecks(admin, []);
  await enrol(admin);
  await sql`update runner set last_seen_at = now()`.execute(env.databases.web);
  await lookAfterRunners(systemCtx(env, 'test'));
  await env.fastForward(120_000);
  await lookAfterRunners(systemCtx(env, 'test'));
  await env.drain();
  expect(told).toEqual(['runner silent']);
  expect(await alerts()).toEqual([expect.stringMatching(/^firing: The runner .* in london is silent/)]);
  await sql`update runner set last_seen_at = now()`.execute(env.databases.web);
  await lookAfterRunners(systemCtx(env, 'test'));
  expect(await alerts()).toEqual([expect.stringMatching(/^resolved: The runner /)]);
});
