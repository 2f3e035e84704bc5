import { sql } from 'kysely';
import { beforeAll, expect, test } from 'vitest';
import { inTransaction, systemCtx } from '#platform';
import { as, testEnv, type TestEnv } from '#testing';
import { appendEvents } from '../../incidents/store.ts';
import { store } from '../hand-counted/stored.ts';
import { rollIncidents } from '../roll-up/roll-up.ts';
import { loadKnown } from './load-known.ts';

let env: TestEnv;
beforeAll(async () => {
  env = await testEnv();
  await inTransaction(systemCtx(env, 'test'), async ({ db }) => store(db, appendEvents));
  await rollIncidents(systemCtx(env, 'test'));
});

const november = { start: Date.parse('2026-11-01'), end: Date.parse('2026-12-01'), filter: {} };
const known = async () => loadKnown(as(env, 'ada'), november);
const one = async (id: string) => (await known()).find((each) => each.id === id);
const change = async (statement: string) => sql.raw(statement).execute(env.databases.worker);

test('what did not change is the same, and is not read again', async () => {
  const [first, second] = [await known(), await known()];
  expect(first).toHaveLength(9);
  expect(second.every((each, index) => each === first[index])).toBe(true);
});

test('every change is there at the next question, however it was made', async () => {
  await known();
  await change("update insight_incident set user_minutes = 7 where incident_id = 'INC-2'");
  expect(await one('INC-2')).toMatchObject({ userMinutes: 7 });
  await change("update rca_flag set accepted = true, done_at = now() where incident_id = 'INC-2'");
  expect(await one('INC-2')).toMatchObject({ userMinutes: 7, rca: 'done' });
  await change("update incident_action set state = 'done' where incident_id = 'INC-1'");
  expect(await one('INC-1')).toMatchObject({ actions: { unfinished: 0, overdue: 0, done: 2, dropped: 0 } });
  await change("update insight_incident set counts = false where incident_id = 'INC-3'");
  expect(await one('INC-3')).toBeUndefined();
  await change("delete from insight_incident where incident_id = 'INC-4'");
  expect((await known()).map(({ id }) => id)).toEqual([
    ...['INC-9', 'INC-7', 'INC-5', 'INC-2', 'INC-1', 'INC-11', 'INC-10'],
  ]);
});

test('an action that becomes overdue is overdue without any change', async () => {
  await change(
    "update incident_action set state = 'open', due_on = '2026-12-31' where incident_id = 'INC-1' and number = 1",
  );
  await env.fastForward(Date.parse('2026-12-31T23:00:00Z') - env.clock.now().getTime());
  expect(await one('INC-1')).toMatchObject({ actions: { unfinished: 1, overdue: 0 } });
  await env.fastForward(2 * 3_600_000);
  expect(await one('INC-1')).toMatchObject({ actions: { unfinished: 1, overdue: 1 } });
});
