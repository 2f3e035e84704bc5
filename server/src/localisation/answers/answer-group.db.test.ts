import { gzipSync } from 'node:zlib';
import type { CauseVerdict } from '@fieldmarshal/contract/localisation';
import { sql } from 'kysely';
import { beforeEach, expect, test } from 'vitest';
import { inTransaction, systemCtx } from '#platform';
import { as, testEnv, type TestEnv } from '../../testing/index.ts';
import { emptyCase } from '../core/case.ts';
import { fittedWeights } from '../core/weights.ts';
import { listFailingGroups, readGroupCause } from '../read/read-cause.ts';
import { readRecord, replayGroup } from '../read/read-record.ts';
import { readWeights } from '../refit/manage-weights.ts';
import { localisationHandlers } from '../jobs.ts';
import { withShop } from '../rig.ts';
import { loadPastCauses, storeAnswer } from '../store/answer-store.ts';
import { changeGroup, closeCases, loadCase, openGroup, openIncidentCase } from '../store/case-store.ts';
import { answerGroup } from './answer-group.ts';

let env: TestEnv;
let admin: ReturnType<typeof as>;
let id: number;

beforeEach(async () => {
  env = await testEnv();
  admin = as(env, 'ada', ['admin']);
  await withShop(admin);
  id = await group(['stock', 'cart']);
});

const basis = {
  ...{ failingRuns: 1, passingRuns: 1, spans: 0, usualSpans: 0, alerts: 0, changes: 0, series: 0 },
  ...{ droppedSpans: 0, gaps: [] },
};

function verdict(products: readonly string[]): CauseVerdict {
  const suspects = products.map((name, index) => ({
    ...{ kind: 'product' as const, name, displayName: name, team: null, version: null, evidence: [] },
    probability: 0.9 / (index + 1),
  }));
  return {
    ...{ clear: true, nothing: 0, suspects, pair: null, wouldDecide: [], changes: [], noChange: 1 },
    ...{ silent: [], basis, weights: '' },
  };
}

/** A failing group with one verdict, and its evidence. */
async function group(products: readonly string[]): Promise<number> {
  const made = await inTransaction(systemCtx(env, 'test'), async (tx) =>
    openGroup(tx, { environment: 'eu', since: tx.now, checks: ['buy'] }),
  );
  await say(made, 1, products);
  return made;
}

async function say(caseId: number, version: number, products: readonly string[]): Promise<void> {
  const said = JSON.stringify(verdict(products));
  const ids = products.map((name) => ({ id: `product:${name}`, kind: 'product' as const }));
  const gathered = { case: emptyCase(ids, [], 0), sources: {}, gaps: [], names: {}, changes: {} };
  const evidence = gzipSync(JSON.stringify({ gathered, weights: fittedWeights }));
  await sql`update cause_case set verdict = ${said}::jsonb, version = ${version} where id = ${caseId}`.execute(
    env.databases.web,
  );
  await sql`insert into cause_verdict (case_id, version, at, verdict, evidence)
    values (${caseId}, ${version}, now(), ${said}::jsonb, ${evidence})`.execute(env.databases.web);
}

const answer = async (parts: object) =>
  answerGroup(admin, { id: String(id), answer: 'confirmed', note: '', ...parts });

const past = async (of: { incidentId?: string; group?: number }) =>
  loadPastCauses(env.databases.web, { environment: 'eu', incidentId: null, group: null, ...of });

test('failing checks without an incident are answered as incidents are: by the verdict that was read, by who may', async () => {
  await expect(
    answerGroup(as(env, 'vera', ['viewer']), { id: String(id), answer: 'confirmed', note: '' }),
  ).rejects.toThrow('cause.answer');
  await say(id, 2, ['cart', 'stock']);
  expect((await answer({ version: 1 })).answer).toMatchObject({ cause: { name: 'stock' }, version: 1 });
  expect((await answer({ answer: 'rejected' })).answer).toMatchObject({ cause: null, version: 2 });
  const last = await answer({
    answer: 'corrected',
    cause: { kind: 'test', name: 'x' },
    faultKind: 'flaky-test',
  });
  expect(last).toMatchObject({
    kind: 'failing',
    incidentId: null,
    answer: { cause: { kind: 'test', name: '' } },
  });
  expect((await listFailingGroups(admin)).items).toMatchObject([
    { answer: { answer: 'corrected', by: 'ada' } },
  ]);
  await expect(answer({ version: 9 })).rejects.toThrow('no verdict 9 of this failing group');
  await expect(answer({ answer: 'corrected' })).rejects.toThrow('cause: is needed');
  await expect(answer({ id: '999999' })).rejects.toMatchObject({ code: 'not-found' });
  const audited = await sql<{
    subject: string;
  }>`select subject from audit where action = 'cause.answered'`.execute(env.databases.web);
  expect(audited.rows.map(({ subject }) => subject)).toEqual(Array(3).fill(`failing-group/${id}`));
});

test('what is said of failing checks is in the record and in what weights are fitted on, is replayed, and is evidence in others only', async () => {
  await answer({ answer: 'corrected', cause: { kind: 'product', name: 'cart' } });
  const record = await readRecord(admin, { days: 30 });
  expect(record.all).toMatchObject({ answers: 1, top1: 0, top3: 1 });
  expect(record.incidents).toMatchObject([{ incidentId: null, group: String(id), rank: 2 }]);
  expect((await readWeights(admin)).answers).toBe(1);
  const replay = await replayGroup(admin, { id: String(id) });
  expect(replay).toMatchObject({ incidentId: null, group: String(id), version: 1 });
  expect(replay.now).not.toBeNull();
  await expect(replayGroup(admin, { id: '999999' })).rejects.toThrow('This verdict');
  expect(await past({})).toEqual({ 'product:cart': 1 });
  expect(await past({ incidentId: 'INC-9' })).toEqual({ 'product:cart': 1 });
  expect(await past({ group: id })).toEqual({});
});

test('where an incident deals with them it is said there, and then counts once', async () => {
  await answer({});
  await inTransaction(systemCtx(env, 'test'), async (tx) => {
    await openIncidentCase(tx, { incidentId: 'INC-1', environment: 'eu', since: tx.now });
    await changeGroup(tx, { id, since: tx.now, checks: ['buy'], incidentId: 'INC-1' });
  });
  await expect(answer({ answer: 'rejected' })).rejects.toThrow('An incident deals with this failure');
  expect((await readRecord(admin, { days: 30 })).incidents).toHaveLength(1);
  expect(await past({ incidentId: 'INC-1' })).toEqual({});
  expect(await past({ incidentId: 'INC-2' })).toEqual({ 'product:stock': 1 });
  const { rows } = await sql<{ id: number }>`select id from cause_case where incident_id = 'INC-1'`.execute(
    env.databases.web,
  );
  const [caseId = 0] = rows.map((row) => row.id);
  await say(caseId, 1, ['pay']);
  await inTransaction(systemCtx(env, 'test'), async (tx) =>
    storeAnswer(tx, {
      ...{
        caseId,
        version: 1,
        answer: 'confirmed',
        cause: { kind: 'product', name: 'pay' },
        faultKind: null,
      },
      ...{ note: '', by: { id: 'ada', name: 'ada' } },
    }),
  );
  expect((await readRecord(admin, { days: 30 })).incidents).toMatchObject([{ incidentId: 'INC-1' }]);
  expect(await past({ incidentId: 'INC-2' })).toEqual({ 'product:pay': 1 });
  expect((await readWeights(admin)).answers).toBe(1);
});

test('failing checks of which somebody said what it was are kept as long as incidents, with the evidence of the last verdict', async () => {
  const other = await group(['pay']);
  await say(id, 2, ['stock', 'cart']);
  await answer({});
  await inTransaction(systemCtx(env, 'test'), async (tx) => closeCases(tx, [id, other]));
  await sql`update cause_case set closed_at = closed_at - interval '40 days'`.execute(env.databases.web);
  await sql`update cause_verdict set at = at - interval '40 days'`.execute(env.databases.web);
  const retention = localisationHandlers.find(({ task }) => task.name === 'localisation.retention');
  await retention?.run(systemCtx(env, 'test'), {});
  expect(await loadCase(env.databases.web, other)).toBeNull();
  expect((await readGroupCause(admin, { id: String(id) })).answer).toMatchObject({ answer: 'confirmed' });
  const { rows } = await sql<{ version: number }>`
    select version from cause_verdict where case_id = ${id} and evidence is not null`.execute(
    env.databases.web,
  );
  expect(rows).toEqual([{ version: 2 }]);
});
