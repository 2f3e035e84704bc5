import { afterEach, expect, test, vi } from 'vitest';
import { z } from 'zod';
import {
  createLog,
  defineTask,
  handle,
  inTransaction,
  openDatabases,
  systemCtx,
  Worker,
  type Env,
  type Handler,
} from '#platform';
import { testEnv, type TestEnv } from '#testing';
import { mockTimeOptions } from '../../testing/mock-time.ts';
import { laneWidths } from './task.ts';

const slow = defineTask('test.slow', { lane: 'react', payload: z.object({ n: z.number() }) });
const jobs = 300;

const workers: Worker[] = [];
afterEach(async () => {
  await Promise.all(workers.splice(0).map((worker) => worker.stop(1_000)));
});

/** A process over the database of `env`, with a log that can be read and connections that can be closed. */
function processOver(
  env: TestEnv,
  handlers: readonly Handler[],
): { own: Env; worker: Worker; log: string[] } {
  const log: string[] = [];
  const written = createLog('warn', (line) => void log.push(line));
  const own = {
    ...env,
    log: written,
    databases: openDatabases(env.databases.connection, written, { options: mockTimeOptions }),
  };
  const worker = new Worker(own, handlers);
  workers.push(worker);
  return { own, worker, log };
}

async function setJobs(env: Env): Promise<void> {
  await inTransaction(systemCtx(env, 'test'), async (tx) => {
    for (let n = 0; n < jobs; n += 1) tx.setTimer(slow, { key: `slow ${n}`, payload: { n } });
  });
}

async function held(env: Env): Promise<number> {
  const rows = await env.databases.web
    .selectFrom('timer')
    .select('key')
    .where('lease_until', 'is not', null)
    .execute();
  return rows.length;
}

test('told to stop while a claim is on its way, it begins nothing and gives all of it back', async () => {
  const env = await testEnv();
  await setJobs(env);
  const client = await env.databases.pools.web.connect();
  await client.query('begin; lock table timer in access exclusive mode');
  const begun: number[] = [];
  const { own, worker, log } = processOver(env, [handle(slow, async (_ctx, { n }) => void begun.push(n))]);
  await vi.waitFor(async () => {
    const { rows } = await env.databases.pools.intake.query<{ query: string }>(
      `select query from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock' and query like '%with claim%'`,
    );
    expect(rows).toHaveLength(1);
  });
  const stopped = worker.stop(10_000);
  await client.query('commit');
  client.release();
  await stopped;
  await own.databases.close();
  expect([begun, await held(env), log]).toEqual([[], 0, []]);
});

test('jobs that are too slow for a stop are left without a word of failure, and done once by the next process', async () => {
  const env = await testEnv();
  const { promise: goOn, resolve: go } = Promise.withResolvers<void>();
  let begun = 0;
  const ends: Promise<void>[] = [];
  const stores = handle(slow, async (ctx, { n }) => {
    begun += 1;
    const end = goOn.then(async () => inTransaction(ctx, async (tx) => tx.changed(`${n}`)));
    ends.push(end);
    await end;
  });
  await setJobs(env);
  const { own, worker, log } = processOver(env, [stores]);
  await vi.waitFor(() => expect(begun).toBe(laneWidths.react));
  await worker.stop(20);
  // Those not begun wait for nobody's lease.
  expect(await held(env)).toBe(laneWidths.react);
  await own.databases.close();
  go();
  await Promise.allSettled(ends);
  await vi.waitFor(() => expect(worker.held).toBe(0));
  expect([begun, log]).toEqual([laneWidths.react, []]);

  const done: number[] = [];
  await env.fastForward(5_000);
  const next = processOver(env, [handle(slow, async (_ctx, { n }) => void done.push(n))]);
  await vi.waitFor(() => expect(done).toHaveLength(jobs), 20_000);
  expect(new Set(done).size).toBe(jobs);
  await next.worker.stop(1_000);
  await next.own.databases.close();
});

test('a statement that does not end holds up no stop', async () => {
  const env = await testEnv();
  const databases = openDatabases(env.databases.connection, env.log);
  const hanging = databases.pools.worker.query('select pg_sleep(15)').then(
    () => 'ended',
    () => 'cut off',
  );
  await vi.waitFor(() =>
    expect(databases.pools.worker.totalCount - databases.pools.worker.idleCount).toBe(1),
  );
  await databases.close();
  expect(await Promise.race([hanging, new Promise((resolve) => setImmediate(resolve, 'still there'))])).toBe(
    'cut off',
  );
});
