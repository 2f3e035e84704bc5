import { expect, test } from 'vitest';
import { as, testEnv } from '#testing';
import { recentVerdicts } from './recent-verdicts.ts';

const began = Date.parse('2026-11-28T04:00:00Z');

test('how a check did since then is told run by run, the newest first, without what its surroundings made fail', async () => {
  const env = await testEnv();
  const db = env.databases.pools.web;
  const ran: readonly (readonly [minutes: number, verdict: string | null, fault: string | null])[] = [
    ...([
      [-1, 'passed', null],
      [0, 'failed', 'product'],
      [1, 'flaky', null],
    ] as const),
    ...([
      [2, 'failed', 'environment'],
      [3, 'failed', 'product'],
      [4, 'passed', null],
      [5, null, null],
    ] as const),
  ];
  await db.query(
    `insert into check_cell (check_name, environment, every_ms, paused, state, since)
     values ('search', 'eu', 60000, false, 'ok', now()), ('silent', 'eu', 60000, false, 'ok', now())`,
  );
  for (const [minutes, verdict, fault] of ran) {
    const at = began + minutes * 60_000;
    const time = at.toString(16).padStart(12, '0');
    await db.query(
      `insert into check_run (id, check_name, environment, place, type, state, due_at, started_at, verdict, fault_class)
       values ($1, 'search', 'eu', '', 'http', 'ended', $2, $2, $3, $4)`,
      [`${time.slice(0, 8)}-${time.slice(8)}-7000-8000-000000000000`, new Date(at), verdict, fault],
    );
  }
  const about = { checks: ['search', 'silent', 'unknown'], since: new Date(began) };
  expect([...(await recentVerdicts(as(env, 'mira'), about))]).toEqual([
    ['eu search', [true, false, true, false]],
  ]);
});
