import type { NewRunReport } from '@fieldmarshal/contract/checks';
import { sql } from 'kysely';
import { beforeAll, expect, test } from 'vitest';
import { domainHandlers } from '../../app/domains.ts';
import { reactions } from '../../app/reactions.ts';
import { enrol, reportOn } from '../../checks/rig.ts';
import { pullWork } from '../../checks/work/pull.ts';
import { takeResults } from '../../checks/work/take-results.ts';
import { resolveIncident } from '../../incidents/commands/course.ts';
import { declareIncident } from '../../incidents/declare.ts';
import { getIncident, listEvents, listIncidents } from '../../incidents/read.ts';
import { as, testEnv, type TestEnv } from '../../testing/index.ts';
import { answerCause } from '../answers/answer-cause.ts';
import { pageSuspect } from '../answers/page-suspect.ts';
import { listFailingGroups, readIncidentCause, readRunCause, readVerdict } from '../read/read-cause.ts';
import { readRecord, replayCause } from '../read/read-record.ts';
import { failing, passing, withShop } from '../rig.ts';
import { lookAgain } from './ask.ts';

let env: TestEnv;
let admin: ReturnType<typeof as>;
let runner: Awaited<ReturnType<typeof enrol>>['runner'];
const through = {
  buy: ['shop', 'cart', 'stock', 'pay'],
  browse: ['shop', 'cart', 'stock'],
  refund: ['shop', 'pay'],
};
type Check = keyof typeof through;

beforeAll(async () => {
  env = await testEnv({ handlers: domainHandlers, reactions });
  admin = as(env, 'ada', ['admin']);
  await withShop(admin);
  await env.drain();
  ({ runner } = await enrol(admin));
});

/** Every check runs once in both environments; those named fail in eu. Gives the runs in eu. */
async function round(fails: Partial<Record<Check, Partial<NewRunReport>>> = {}) {
  await env.fastForward(60_000);
  const orders = await pullWork(env, runner, { wants: { e2e: 0, monitors: 50 }, waitMs: 0 });
  const runs = new Map(
    orders.filter(({ environment }) => environment === 'eu').map(({ check, id }) => [check, id]),
  );
  const reports = orders.map((order) => {
    const fault = order.environment === 'eu' ? fails[order.check as Check] : undefined;
    return reportOn(order, {
      startedAt: env.clock.now().toISOString(),
      ...(fault ?? passing(through[order.check as Check])),
    });
  });
  await takeResults(env, runner, { reports, skewMs: 0 });
  await settleDown();
  return runs;
}

/** Runs what is due, and what was put off for a second to be looked at together. */
async function settleDown(): Promise<void> {
  await env.drain();
  await env.fastForward(1_500);
  await env.drain();
}

const stockFails = { buy: failing(['shop', 'cart', 'stock']), browse: failing(['shop', 'cart', 'stock']) };

test('checks that fail together are one group whose verdict names the product they share, with evidence and where it comes from', async () => {
  for (let time = 0; time < 4; time += 1) await round();
  expect((await listFailingGroups(admin)).items).toEqual([]);
  const runs = await round(stockFails);
  const { items } = await listFailingGroups(admin);
  expect(items).toMatchObject([
    { environment: 'eu', checks: ['browse', 'buy'], suspects: [{ name: 'stock', team: 'stock-team' }, {}] },
  ]);
  const { cause } = await readRunCause(admin, { id: runs.get('buy') ?? '' });
  expect(cause).toMatchObject({ kind: 'failing', state: 'ready', version: 1, id: items[0]?.id });
  const stock = cause?.verdict?.suspects[0];
  expect(stock).toMatchObject({ displayName: 'The stock', version: '7.1.0' });
  const said = stock?.evidence.map(({ witness }) => witness);
  expect(said).toEqual(expect.arrayContaining(['requests', 'failing-step', 'spectrum']));
  expect(stock?.evidence.find(({ witness }) => witness === 'other-places')).toMatchObject({
    sentence: 'The same checks pass in another environment with another version of it.',
    source: { label: 'runs of these checks elsewhere' },
  });
  const request = stock?.evidence.find(({ witness }) => witness === 'requests');
  expect(request?.sentence).toBe('The first request to fail, GET /orders/*, was answered with 502.');
  expect([...runs.values()].map((id) => `/runs/${id}`)).toContain(request?.source.href);
  expect((await readRunCause(admin, { id: runs.get('refund') ?? '' })).cause).toBeNull();
});

test('the incident has the same verdict, and its log is told once, however often it is looked at', async () => {
  const { items } = await listIncidents(admin, { open: true, sort: 'newest', limit: 10 });
  const id = items[0]?.id ?? '';
  for (let time = 0; time < 3; time += 1) await round(stockFails);
  const cause = await readIncidentCause(admin, { id });
  expect(cause).toMatchObject({ state: 'ready', checks: ['browse', 'buy'], verdict: { clear: true } });
  expect(cause.verdict?.suspects[0]).toMatchObject({ kind: 'product', name: 'stock' });
  expect((await readVerdict(admin, id))?.version).toBe(cause.version);
  const log = await listEvents(admin, { id, order: 'oldest', limit: 100, type: 'cause-found' });
  expect(log.items.map(({ data }) => data)).toMatchObject([{ state: 'clear', causes: [{ name: 'stock' }] }]);
  const group = (await listFailingGroups(admin)).items[0];
  expect(group?.incidentId).toBe(id);
});

test('what is asked for while a look is under way leads to another look, and nothing is left marked or waiting', async () => {
  await lookAgain(admin, [{ environment: 'eu' }]);
  await lookAgain(admin, [{ environment: 'eu' }]);
  const db = env.databases.web;
  const marks = await sql<{
    marks: number;
  }>`select marks from cause_due where subject = 'environment eu'`.execute(db);
  expect(marks.rows).toEqual([{ marks: 2 }]);
  await settleDown();
  await settleDown();
  expect((await sql`select * from cause_due`.execute(db)).rows).toEqual([]);
  expect((await sql`select * from timer where key like 'cause:%'`.execute(db)).rows).toEqual([]);
});

test('paging the suspect asks its team in and says why', async () => {
  const { items } = await listIncidents(admin, { open: true, sort: 'newest', limit: 10 });
  const id = items[0]?.id ?? '';
  await expect(pageSuspect(as(env, 'vera', ['viewer']), { id })).rejects.toThrow('incident.engage');
  await expect(pageSuspect(admin, { id, product: 'nothing' })).rejects.toThrow('does not suspect nothing');
  expect(await pageSuspect(admin, { id })).toEqual({ team: 'stock-team', product: 'stock' });
  const { items: log } = await listEvents(admin, { id, order: 'newest', limit: 5, type: 'team-engaged' });
  expect(JSON.stringify(log[0]?.data)).toMatch(/The stock is the likely cause .*answered with 502.*run of/);
});

test('people confirm, correct and reject; the last word counts, the log has all of them, and the next verdict knows', async () => {
  const { items } = await listIncidents(admin, { open: true, sort: 'newest', limit: 10 });
  const id = items[0]?.id ?? '';
  const say = async (input: object) => answerCause(admin, { id, answer: 'confirmed', note: '', ...input });
  await expect(
    answerCause(as(env, 'vera', ['viewer']), { id, answer: 'confirmed', note: '' }),
  ).rejects.toThrow('cause.answer');
  await expect(say({ answer: 'corrected' })).rejects.toThrow('cause: is needed');
  await expect(say({ answer: 'corrected', cause: { kind: 'product', name: 'x' } })).rejects.toThrow(
    'not a product',
  );
  expect((await say({})).answer).toMatchObject({ answer: 'confirmed', cause: { name: 'stock' }, by: 'ada' });
  expect((await say({ answer: 'rejected' })).answer).toMatchObject({ answer: 'rejected', cause: null });
  const last = await say({
    answer: 'corrected',
    cause: { kind: 'product', name: 'cart' },
    faultKind: 'deploy',
    note: 'x',
  });
  expect(last.answer).toMatchObject({ cause: { kind: 'product', name: 'cart' }, faultKind: 'deploy' });
  const log = await listEvents(admin, { id, order: 'oldest', limit: 100, type: 'cause-answered' });
  expect(log.items).toHaveLength(3);
  expect((await getIncident(admin, { id })).causeAnswer).toMatchObject({ answer: 'corrected', by: 'ada' });
});

test('the record counts the last answer, and a verdict can be judged again with the evidence as it was', async () => {
  const { items } = await listIncidents(admin, { open: true, sort: 'newest', limit: 10 });
  const id = items[0]?.id ?? '';
  const record = await readRecord(admin, { days: 30 });
  expect(record.all).toMatchObject({ answers: 1, top1: 0, top3: 1 });
  expect(record.incidents).toMatchObject([{ incidentId: id, said: { name: 'stock' }, rank: 2 }]);
  const replay = await replayCause(admin, { id, version: 1 });
  expect(replay.now).toEqual(replay.asItWas);
  expect(replay.versions[0]?.version).toBe(1);
  await expect(replayCause(admin, { id, version: 99 })).rejects.toThrow('This verdict');
});

test('when the checks pass the group ends, and the verdict of the incident stays as it was', async () => {
  const { items } = await listIncidents(admin, { open: true, sort: 'newest', limit: 10 });
  const id = items[0]?.id ?? '';
  await round();
  await round();
  expect((await listFailingGroups(admin)).items).toEqual([]);
  const before = await readIncidentCause(admin, { id });
  expect(before.verdict?.suspects[0]?.name).toBe('stock');
  await resolveIncident(admin, { id, summary: '' });
  await env.fastForward(3 * 3_600_000);
  await lookAgain(admin, [{ incidentId: id }]);
  await settleDown();
  expect((await readIncidentCause(admin, { id })).verdict).toEqual(before.verdict);
  expect((await answerCause(admin, { id, answer: 'unknown', note: '' })).answer).toMatchObject({
    answer: 'unknown',
  });
});

test('an incident with nothing to go by says so, and an unknown one is not found', async () => {
  const { id } = await declareIncident(admin, { title: 'Something smells', summary: '' });
  expect(await readIncidentCause(admin, { id })).toMatchObject({ state: 'pending', verdict: null });
  await settleDown();
  const cause = await readIncidentCause(admin, { id });
  expect(cause).toMatchObject({ state: 'none', verdict: { suspects: [], clear: false } });
  expect(cause.verdict?.basis.gaps[0]).toMatch(/not known in which environment/);
  await expect(answerCause(admin, { id, answer: 'confirmed', note: '' })).rejects.toThrow('names nobody');
  await expect(readIncidentCause(admin, { id: 'INC-999' })).rejects.toThrow('INC-999');
});
