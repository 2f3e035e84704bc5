import { expect, test } from 'vitest';
import { as, testEnv, type TestEnv } from '#testing';
import { cellKey, slowPasses } from './slow-passes.ts';

const second = 1_000;
const began = Date.parse('2026-11-28T04:00:00Z');

/** Passes of a check, a minute apart, that end before trouble began; then the others, a minute apart from there on. */
async function ran(
  env: TestEnv,
  check: string,
  before: readonly number[],
  after: readonly number[],
): Promise<void> {
  const db = env.databases.pools.web;
  await db.query(
    `insert into check_cell (check_name, environment, every_ms, paused, state, since) values ($1, 'eu', 60000, false, 'ok', now())`,
    [check],
  );
  for (const [index, durationMs] of [...before, ...after].entries()) {
    const at = began + (index - before.length) * 60 * second;
    await db.query(
      `insert into check_run (id, check_name, environment, place, type, state, due_at, started_at, duration_ms, verdict)
       values ($1, $2, 'eu', '', 'http', 'ended', $3, $3, $4, 'passed')`,
      [uuidAt(at, check), check, new Date(at), durationMs],
    );
  }
}

/** Ids of runs are in the order of time. */
function uuidAt(at: number, check: string): string {
  const time = at.toString(16).padStart(12, '0');
  const mark = Buffer.from(check.padEnd(6)).toString('hex').slice(0, 12);
  return `${time.slice(0, 8)}-${time.slice(8)}-7000-8000-${mark}`;
}

test('a pass is slow by what it took before, and also where nothing shows what is usual', async () => {
  const env = await testEnv();
  const usual = Array.from({ length: 8 }, (_, index) => 800 + index * 20);
  await ran(env, 'slow', usual, [850, 2_400]);
  await ran(env, 'well', usual, [2_400, 900]);
  await ran(env, 'longer', usual, [1_300]);
  await ran(env, 'quick', [20, 20, 20, 20, 20], [60]);
  await ran(env, 'new', [800, 800], [2_400]);
  await ran(env, 'before', [...usual, 2_400], []);
  const checks = ['slow', 'well', 'longer', 'quick', 'new', 'before'];
  const ctx = as(env, 'mira');
  const found = await slowPasses(ctx, { checks, since: new Date(began) });
  expect([...found].toSorted()).toEqual(
    ['new', 'slow'].map((check) => cellKey({ check, environment: 'eu' })),
  );
  expect(await slowPasses(ctx, { checks: ['well'], since: new Date(began) })).toEqual(new Set());
});
