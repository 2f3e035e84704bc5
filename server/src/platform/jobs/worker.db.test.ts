import { afterEach, describe, expect, test, vi } from 'vitest';
import { z } from 'zod';
import {
  inTransaction,
  systemCtx,
  Worker,
  beforeFinish,
  defineFact,
  defineTask,
  handle,
  on,
  onRecord,
  reactionHandlers,
  type Ctx,
  type Handler,
} from '#platform';
import { roomIn, testEnv } from '#testing';
import { claimTimers, msUntilNext } from './timer-store.ts';

const noted = defineFact('test.noted', z.object({ n: z.number() }));
const echo = defineTask('test.echo', { lane: 'react', payload: z.object({ n: z.number() }) });

const workers: Worker[] = [];
const afterTest: (() => void)[] = [];
afterEach(async () => {
  await Promise.all(workers.splice(0).map((worker) => worker.stop(1_000)));
});

/** Resolves with the first `count` values that were reported. */
function collector<T>(count: number): { report: (value: T) => void; all: Promise<T[]> } {
  const values: T[] = [];
  let done: (values: T[]) => void = () => undefined;
  const all = new Promise<T[]>((resolve) => {
    done = resolve;
  });
  return {
    report: (value) => {
      values.push(value);
      if (values.length === count) done([...values]);
    },
    all,
  };
}

describe('a transaction', () => {
  test('stores its timers, and none of them when it fails', async () => {
    const env = await testEnv();
    const ctx = systemCtx(env, 'test');
    await inTransaction(ctx, async (tx) => tx.setTimer(echo, { key: 'kept', payload: { n: 1 } }));
    const failing = inTransaction(ctx, async (tx) => {
      tx.setTimer(echo, { key: 'dropped', payload: { n: 2 } });
      throw new Error('no');
    });
    await expect(failing).rejects.toThrow('no');
    const rows = await env.databases.web.selectFrom('timer').select('key').execute();
    expect(rows.map((row) => row.key)).toEqual(['kept']);
  });

  test('makes each reaction to a fact happen once, also when it is run twice', async () => {
    const seen: number[] = [];
    const react = on(noted, 'count', async (ctx, fact) =>
      inTransaction(ctx, async () => seen.push(fact.data.n)),
    );
    const env = await testEnv({ reactions: [react] });
    await inTransaction(systemCtx(env, 'test'), async (tx) => tx.emit(noted, 'a', { n: 7 }));
    await env.drain();
    await env.drain();
    expect(seen).toEqual([7]);
  });

  test('stores no job for a reaction that is not for a fact like this', async () => {
    const seen: number[] = [];
    const react = on(noted, { name: 'many', when: ({ n }) => n > 5 }, async (ctx, fact) =>
      inTransaction(ctx, async () => seen.push(fact.data.n)),
    );
    const env = await testEnv({ reactions: [react] });
    await inTransaction(systemCtx(env, 'test'), async (tx) => {
      tx.emit(noted, 'a', { n: 5 });
      tx.emit(noted, 'a', { n: 6 });
    });
    expect(await env.databases.web.selectFrom('timer').select('task').execute()).toHaveLength(1);
    await env.drain();
    expect(seen).toEqual([6]);
  });

  test('is known of in this process before its jobs begin', async () => {
    const env = await testEnv();
    const order: string[] = [];
    env.handover = {
      room: () => roomIn({ react: 9, page: 9, deliver: 9, chore: 9 }),
      accept: () => order.push('job'),
    };
    await inTransaction(systemCtx(env, 'test'), async (tx) => {
      tx.setTimer(echo, { key: 'job', payload: { n: 1 } });
      tx.afterCommit(() => order.push('known'));
    });
    env.handover = null;
    expect(order).toEqual(['known', 'job']);
  });

  test('whose job was taken over stores nothing, and tells the log of the database that this is well', async () => {
    const env = await testEnv();
    const ctx = systemCtx(env, 'test');
    await inTransaction(ctx, async (tx) => tx.setTimer(echo, { key: 'job', payload: { n: 1 } }));
    const stale: Ctx = { ...ctx, job: { key: 'job', attempts: 99, finished: false } };
    await expect(
      inTransaction(stale, async (tx) => {
        tx.setTimer(echo, { key: 'effect', payload: { n: 1 } });
        tx.changed('somewhere');
      }),
    ).rejects.toMatchObject({
      message: 'the claim on job was lost',
      cause: {
        message:
          'job "job" has gone to another worker or was set anew: what this worker did for it is not stored',
        hint: 'Nothing is wrong here: Fieldmarshal stores what a job does once.',
      },
    });
    const rows = await env.databases.web.selectFrom('timer').select('key').execute();
    expect(rows.map((row) => row.key)).toEqual(['job']);
  });
});

describe('a failing job', () => {
  test('is put back with a growing delay and its reason', async () => {
    const fails: Handler = handle(echo, async () => {
      throw new Error('the outside is down');
    });
    const env = await testEnv({ handlers: [fails] });
    await inTransaction(systemCtx(env, 'test'), async (tx) =>
      tx.setTimer(echo, { key: 'job', payload: { n: 1 } }),
    );
    await env.drain();
    const first = await env.databases.web.selectFrom('timer').selectAll().executeTakeFirstOrThrow();
    expect(first.last_error).toContain('the outside is down');
    await env.fastForward(1_000);
    await env.drain();
    const second = await env.databases.web.selectFrom('timer').selectAll().executeTakeFirstOrThrow();
    expect(second.attempts).toBe(2);
  });
});

describe('the worker', () => {
  test('runs what a commit hands over, what another process stored, and what was set for later', async () => {
    const { report, all } = collector<string>(3);
    const handlers = [handle(echo, async (ctx, { n }) => inTransaction(ctx, async () => report(`${n}`)))];
    const env = await testEnv();
    const worker = new Worker(env, handlers);
    workers.push(worker);
    const ctx = systemCtx(env, 'test');
    env.handover = worker;
    await inTransaction(ctx, async (tx) => tx.setTimer(echo, { key: 'handed-over', payload: { n: 1 } }));
    env.handover = null;
    await inTransaction(ctx, async (tx) => tx.setTimer(echo, { key: 'elsewhere', payload: { n: 2 } }));
    await inTransaction(ctx, async (tx) =>
      tx.setTimer(echo, { key: 'later', payload: { n: 3 }, dueAt: new Date(tx.now.getTime() + 50) }),
    );
    expect((await all).toSorted()).toEqual(['1', '2', '3']);
  });

  test('takes what its lanes hold and is woken for nothing else', async () => {
    const { report, all } = collector<string>(3);
    const env = await testEnv();
    const ctx = systemCtx(env, 'test');
    const thought = defineTask('test.thought', { lane: 'think', payload: z.unknown() });
    const handlers = [
      handle(echo, async (_ctx, { n }) => report(`echo ${n}`)),
      handle(thought, async () => report('thought')),
    ];
    const most = new Worker(env, handlers, { served: ['react', 'page', 'deliver', 'chore'] });
    workers.push(most);
    env.handover = most;
    await inTransaction(ctx, async (tx) => {
      tx.setTimer(thought, { key: 'thought', payload: {} });
      tx.setTimer(echo, { key: 'first', payload: { n: 1 } });
    });
    await inTransaction(ctx, async (tx) => tx.setTimer(echo, { key: 'second', payload: { n: 2 } }));
    await vi.waitFor(async () => {
      const rows = await env.databases.web.selectFrom('timer').select(['key', 'attempts']).execute();
      expect(rows).toEqual([{ key: 'thought', attempts: 0 }]);
    });
    workers.push(new Worker(env, handlers, { served: ['think'], wakeRestMs: 5 }));
    expect(await all).toEqual(['echo 1', 'echo 2', 'thought']);
  });

  test('works out what is new while hundreds of what was known are brought up to date, one at a time', async () => {
    const { report, all } = collector<string>(1);
    const env = await testEnv();
    const ctx = systemCtx(env, 'test');
    const fresh = defineTask('test.fresh', { lane: 'think', payload: z.unknown() });
    const again = defineTask('test.again', { lane: 'renew', payload: z.unknown() });
    let begun = 0;
    const handlers = [
      handle(fresh, async () => report('fresh')),
      // None of them ends before what is new is worked out.
      handle(again, async () => {
        begun += 1;
        await all;
      }),
    ];
    await inTransaction(ctx, async (tx) => {
      for (let n = 0; n < 300; n += 1) tx.setTimer(again, { key: `again ${n}`, payload: {} });
    });
    workers.push(new Worker(env, handlers, { served: ['think', 'renew'] }));
    await vi.waitFor(() => expect(begun).toBe(1));
    await inTransaction(ctx, async (tx) => tx.setTimer(fresh, { key: 'fresh', payload: {} }));
    expect(await all).toEqual(['fresh']);
    await vi.waitFor(() => expect(begun).toBeGreaterThan(10));
  });

  test('pages while hundreds of pages have yet to be written down', async () => {
    const { report, all } = collector<string>(1);
    const recorded = onRecord(noted, 'write-down', async () => void (await all));
    const paged = on(noted, { name: 'page', when: ({ n }) => n === 0 }, async () => report('paged'));
    const env = await testEnv({ reactions: [recorded, paged] });
    const worker = new Worker(env, reactionHandlers(env.reactions));
    workers.push(worker);
    env.handover = worker;
    await inTransaction(systemCtx(env, 'test'), async (tx) => {
      for (let n = 300; n >= 0; n -= 1) tx.emit(noted, 'a', { n });
    });
    expect(await all).toEqual(['paged']);
  });

  test('takes over a job whose holder died, once its lease has run out', async () => {
    const { report, all } = collector<number>(1);
    const env = await testEnv();
    env.handover = {
      room: () => roomIn({ react: 9, page: 9, deliver: 9, chore: 9 }),
      accept: () => undefined,
    };
    await inTransaction(systemCtx(env, 'dead'), async (tx) =>
      tx.setTimer(echo, { key: 'orphan', payload: { n: 5 } }),
    );
    env.handover = null;
    await env.fastForward(6_000);
    workers.push(new Worker(env, [handle(echo, async (_ctx, { n }) => report(n))]));
    expect(await all).toEqual([5]);
  });

  test('knows what is due next, however many held ones stand before it, and only of what it has room for', async () => {
    const env = await testEnv();
    const { databases } = env;
    const later = defineTask('test.later', { lane: 'page', payload: z.unknown() });
    const at = new Date(env.clock.now().getTime() + 600_000);
    await inTransaction(systemCtx(env, 'test'), async (tx) => {
      for (let n = 0; n < 300; n += 1) tx.setTimer(echo, { key: `held ${n}`, payload: { n } });
      tx.setTimer(later, { key: 'next', payload: {}, dueAt: at });
    });
    expect(await claimTimers(databases, [{ tasks: [echo.name], limit: 300 }])).toHaveLength(300);
    expect(await msUntilNext(databases, [later.name])).toBeGreaterThan(5_000);
    expect(await msUntilNext(databases, [echo.name, later.name])).toBeLessThanOrEqual(5_000);
    await env.fastForward(600_000);
    expect(await msUntilNext(databases, [later.name])).toBe(0);
    expect(await msUntilNext(databases, ['test.nothing'])).toBeNull();
  });

  test('takes what fell due long ago before what commits keep handing over', async () => {
    const { report, all } = collector<number>(30);
    const env = await testEnv();
    const ctx = systemCtx(env, 'test');
    const newest = defineTask('test.newest', { lane: 'react', payload: z.object({ n: z.number() }) });
    let ended = 0;
    // Each that ends hands over the next, so that the lane is never empty; without end, were it not for the old ones.
    const handlers = [
      handle(echo, async (_ctx, { n }) => report(n)),
      handle(newest, async (job, { n }) =>
        inTransaction(job, async (tx) => {
          ended += 1;
          if (ended < 1_000) tx.setTimer(newest, { key: `newest ${n + 20}`, payload: { n: n + 20 } });
        }),
      ),
    ];
    const worker = new Worker(env, handlers);
    workers.push(worker);
    env.handover = worker;
    await inTransaction(ctx, async (tx) => {
      for (let n = 0; n < 20; n += 1) tx.setTimer(newest, { key: `newest ${n}`, payload: { n } });
    });
    await inTransaction({ ...ctx, env: { ...env, handover: null } }, async (tx) => {
      const dueAt = new Date(tx.now.getTime() - 60_000);
      for (let n = 0; n < 30; n += 1) tx.setTimer(echo, { key: `old ${n}`, payload: { n }, dueAt });
    });
    expect(await all).toHaveLength(30);
    const endedBefore = ended;
    ended = 1_000;
    expect(endedBefore).toBeLessThan(500);
  });

  test('takes no more of the table than it can do before long, however often it is woken', async () => {
    const env = await testEnv();
    const never = new Promise<void>((resolve) => void afterTest.push(resolve));
    const worker = new Worker(env, [handle(echo, async () => never)]);
    workers.push(worker);
    for (let round = 0; round < 40; round += 1) {
      await inTransaction(systemCtx(env, 'test'), async (tx) => {
        for (let n = 0; n < 12; n += 1) tx.setTimer(echo, { key: `${round} ${n}`, payload: { n } });
      });
      const before = worker.lastSweepAt;
      await vi.waitFor(() => expect(worker.lastSweepAt).not.toBe(before), { timeout: 5_000, interval: 2 });
    }
    expect(worker.held).toBeLessThan(250);
    for (const end of afterTest.splice(0)) end();
  });

  test('begins the job first that fell due first', async () => {
    const { report, all } = collector<number>(3);
    const renewed = defineTask('test.renewed', { lane: 'renew', payload: z.object({ n: z.number() }) });
    const worker = new Worker(await testEnv(), [handle(renewed, async (_ctx, { n }) => report(n))]);
    workers.push(worker);
    const due = (n: number) => ({ key: `${n}`, task: renewed.name, payload: { n }, dueAt: new Date(n) });
    worker.accept([3, 1, 2].map((n) => ({ ...due(n), attempts: 1 })));
    expect(await all).toEqual([1, 2, 3]);
  });

  test.each(['chore', 'record'] as const)(
    'lets a %s wait until the pages that fell due before are carried out',
    async (lane) => {
      const { report, all } = collector<string>(21);
      const env = await testEnv();
      const page = defineTask('test.page', { lane: 'page', payload: z.unknown() });
      const patient = defineTask('test.patient', { lane, payload: z.unknown() });
      await inTransaction(systemCtx(env, 'test'), async (tx) => {
        tx.setTimer(patient, { key: 'patient', payload: {} });
        for (let n = 0; n < 20; n += 1) tx.setTimer(page, { key: `page ${n}`, payload: {} });
      });
      const handlers = [
        handle(page, async () => report('page')),
        handle(patient, async () => report('patient')),
      ];
      workers.push(new Worker(env, handlers));
      expect((await all).indexOf('patient')).toBeGreaterThanOrEqual(9);
    },
  );

  test('keeps a timer that was set anew while it ran', async () => {
    const { report, all } = collector<number>(2);
    const env = await testEnv();
    const again: Handler = handle(echo, async (ctx, { n }) => {
      if (n === 1)
        await inTransaction(beforeFinish(ctx), async (tx) =>
          tx.setTimer(echo, { key: 'self', payload: { n: 2 } }),
        );
      report(n);
    });
    const worker = new Worker(env, [again]);
    workers.push(worker);
    env.handover = worker;
    await inTransaction(systemCtx(env, 'test'), async (tx) =>
      tx.setTimer(echo, { key: 'self', payload: { n: 1 } }),
    );
    expect(new Set(await all)).toEqual(new Set([1, 2]));
  });
});
