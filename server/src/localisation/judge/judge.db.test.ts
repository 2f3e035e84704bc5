import type { NewRunReport } from '@fieldmarshal/contract/checks';
import { sql, type RawBuilder } from 'kysely';
import { beforeAll, expect, test } from 'vitest';
import { domainHandlers } from '../../app/domains.ts';
import { reactions } from '../../app/reactions/index.ts';
import { enrol, reportOn } from '../../checks/rig.ts';
import { pullWork } from '../../checks/work/pull.ts';
import { takeResults } from '../../checks/work/take-results.ts';
import { resolveIncident } from '../../incidents/commands/course.ts';
import { declareIncident } from '../../incidents/declare.ts';
import { getIncident, listEvents, listIncidents } from '../../incidents/read.ts';
import { intakeKey, intakeRig } from '../../signals/rig.ts';
import { as, testEnv, type TestEnv } from '../../testing/index.ts';
import { answerCause } from '../answers/answer-cause.ts';
import { pageSuspect } from '../answers/page-suspect.ts';
import {
  listFailingGroups,
  readGroupCause,
  readIncidentCause,
  readCauseBriefs,
  readRunCause,
  readVerdict,
} from '../read/read-cause.ts';
import { readRecord, replayCause } from '../read/read-record.ts';
import { readRunSpans } from '../read/read-spans.ts';
import { takeInLines } from '../logs/take-in-lines.ts';
import { failing, passing, withShop } from '../rig.ts';
import { takeInSpans } from '../spans/take-in-spans.ts';
import { loadPastCauses } from '../store/answer-store.ts';
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
  env = await testEnv({ handlers: domainHandlers, reactions, config: { bootstrapIntakeKey: intakeKey } });
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

test('what products write since trouble began is evidence, with whose log it is and when it was written last', async () => {
  const write = async (agoMs: number, words: string, severity: number) => {
    const said = { timeNs: BigInt(env.clock.now().getTime() - agoMs) * 1_000_000n, observedNs: 0n, severity };
    const attributes = new Map([['http.route', '/orders']]);
    const resource = new Map([
      ['service.name', 'stock'],
      ['deployment.environment.name', 'eu'],
    ]);
    const line = { ...said, severityText: '', body: words, eventName: '', attributes, resource };
    await takeInLines(admin, { integration: '', raw: Array.from({ length: 12 }, () => line) });
  };
  await write(30 * 60_000, 'orders found', 9);
  await write(0, 'orders are lost: disk 7 is full', 17);
  // An error that was never written before has the open failures looked at by itself.
  await settleDown();
  const { cause } = await readGroupOfShop();
  const stock = cause.verdict?.suspects.find(({ name }) => name === 'stock');
  const said = stock?.evidence.find(({ witness }) => witness === 'logs');
  expect(said).toMatchObject({
    sentence: 'It now writes "orders are lost: disk *": 12 of 12 times, usually 0 of 12.',
    source: { label: 'log of The stock' },
  });
  expect(Date.parse(said?.source.at ?? '')).toBeGreaterThan(env.clock.now().getTime() - 120_000);
  expect(cause.verdict?.basis.logLines).toBe(12);
  // What follows is about what runs tell.
  await sql`delete from log_count`.execute(env.databases.web);
});

test('what a run went through behind its pages is shown by its spans, by who may see the cause', async () => {
  const { cause } = await readGroupOfShop();
  const run = cause.runs[0]?.run ?? '';
  expect(await readRunSpans(admin, { id: run })).toEqual({ items: [], spans: 0 });
  const traceId = `f1e1d${'7'.repeat(27)}`;
  await sql`update run_path set traces = array[${traceId}] where run_id = ${run}`.execute(env.databases.web);
  const now = BigInt(env.clock.now().getTime()) * 1_000_000n;
  const span = (spanId: string, parentId: string, service: string, failed = false) => ({
    ...{
      traceId,
      spanId: spanId.padStart(16, '0'),
      parentId: parentId.padStart(16, '0'),
      name: `${service} works`,
    },
    ...{ kind: 2, startNs: now + BigInt(spanId) * 1_000_000n, endNs: now + 9_000_000n, failed },
    ...{ attributes: new Map(), resource: new Map([['service.name', service]]) },
  });
  await takeInSpans(admin, { integration: '', raw: [span('2', '1', 'stock', true), span('1', '9', 'shop')] });
  expect(await readRunSpans(admin, { id: run })).toEqual({
    spans: 2,
    items: [
      { ...shownSpan('shop', 'The shop'), traceId, depth: 0, startMs: 0, durationMs: 8, failed: false },
      { ...shownSpan('stock', 'The stock'), traceId, depth: 1, startMs: 1, durationMs: 7, failed: true },
    ],
  });
  await expect(readRunSpans(admin, { id: '00000000-0000-4000-8000-000000000000' })).rejects.toThrow(/not/iu);
});

function shownSpan(product: string, displayName: string) {
  return { product, displayName, operation: `${product} works` };
}

async function readGroupOfShop() {
  const { items } = await listFailingGroups(admin);
  return { cause: await readGroupCause(admin, { id: items[0]?.id ?? '' }) };
}

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

test('what incidents are put down to is told in short, without what nobody looked at', async () => {
  const { items } = await listIncidents(admin, { open: true, sort: 'newest', limit: 10 });
  const id = items[0]?.id ?? '';
  const { verdict, judgedAt } = await readIncidentCause(admin, { id });
  const [first, second] = (verdict?.suspects ?? []).map(
    ({ evidence: _evidence, version: _version, ...rest }) => rest,
  );
  await alter(id, sql`jsonb_set(verdict, '{suspects}', (verdict->'suspects') || (verdict->'suspects'))`);
  expect(await readCauseBriefs(admin, { incident: [id, 'INC-999999'] })).toEqual({
    items: [{ incidentId: id, clear: true, suspects: [first, second], judgedAt, answer: null }],
  });
  await sql`update cause_case set verdict = null where incident_id = ${id}`.execute(env.databases.web);
  expect(await readCauseBriefs(admin, { incident: id })).toEqual({ items: [] });
  await alter(id, sql`${JSON.stringify(verdict)}::jsonb`);
});

test('the team of a suspected service of somebody else is paged too', async () => {
  const { items } = await listIncidents(admin, { open: true, sort: 'newest', limit: 10 });
  const id = items[0]?.id ?? '';
  await alter(id, sql`jsonb_set(verdict, '{suspects,1,kind}', '"third-party"')`);
  const [, second] = (await readIncidentCause(admin, { id })).verdict?.suspects ?? [];
  expect(second?.kind).toBe('third-party');
  expect(await pageSuspect(admin, { id, product: second?.name ?? '' })).toMatchObject({ team: second?.team });
  await alter(id, sql`jsonb_set(verdict, '{suspects,1,kind}', '"product"')`);
});

/** The newest verdict of an incident becomes another one. */
async function alter(id: string, verdict: RawBuilder<unknown>): Promise<void> {
  await sql`update cause_case set verdict = ${verdict} where incident_id = ${id}`.execute(env.databases.web);
}

test('no product is paged where the verdict suspects the runner, unless it is named', async () => {
  const { items } = await listIncidents(admin, { open: true, sort: 'newest', limit: 10 });
  const id = items[0]?.id ?? '';
  await alter(id, sql`jsonb_set(verdict, '{suspects,0,kind}', '"environment"')`);
  await expect(pageSuspect(admin, { id })).rejects.toThrow('no team owns');
  await alter(id, sql`jsonb_set(verdict, '{suspects,0,kind}', '"product"')`);
});

test('what is confirmed is the verdict that was read, not one that came since', async () => {
  const { items } = await listIncidents(admin, { open: true, sort: 'newest', limit: 10 });
  const id = items[0]?.id ?? '';
  const { version } = await readIncidentCause(admin, { id });
  await alter(id, sql`jsonb_set(verdict, '{suspects,0,name}', '"cart"')`);
  await sql`update cause_case set version = version + 1 where incident_id = ${id}`.execute(env.databases.web);
  const say = async (parts: object) => answerCause(admin, { id, answer: 'confirmed', note: '', ...parts });
  expect((await say({ version })).answer).toMatchObject({ cause: { name: 'stock' }, version });
  expect((await say({})).answer).toMatchObject({ cause: { name: 'cart' }, version: version + 1 });
  await expect(say({ version: 99 })).rejects.toThrow(`version: there is no verdict 99 of this incident`);
  await alter(id, sql`jsonb_set(verdict, '{suspects,0,name}', '"stock"')`);
  await sql`update cause_case set version = version - 1, answer = null where incident_id = ${id}`.execute(
    env.databases.web,
  );
  await sql`delete from cause_answer`.execute(env.databases.web);
});

test('people confirm, correct and reject; the last word counts, the log has all of them, and it is evidence in other incidents only', async () => {
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
  expect(log.items.slice(-3).map(({ data }) => data)).toMatchObject([
    { answer: 'confirmed' },
    { answer: 'rejected' },
    { answer: 'corrected' },
  ]);
  const past = async (incidentId: string | null) =>
    loadPastCauses(env.databases.web, { environment: 'eu', incidentId, group: null });
  expect(await past('INC-999')).toEqual({ 'product:cart': 1 });
  expect(await past(null)).toEqual({ 'product:cart': 1 });
  expect(await past(id)).toEqual({});
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

test('what an incident that was over left behind says nothing of the next one', async () => {
  for (let time = 0; time < 4; time += 1) await round();
  await round(stockFails);
  const { items } = await listIncidents(admin, { open: true, sort: 'newest', limit: 1 });
  const over = items[0]?.id ?? '';
  expect((await readIncidentCause(admin, { id: over })).verdict).toMatchObject({
    clear: true,
    suspects: [{ name: 'stock' }, {}],
  });
  await round();
  await resolveIncident(admin, { id: over, summary: '' });
  await round();
  const next = { title: 'pay needs more and more memory', product: 'pay', environment: 'eu', summary: '' };
  const { id } = await declareIncident(admin, next);
  await settleDown();
  const { verdict } = await readIncidentCause(admin, { id });
  expect(verdict).toMatchObject({ clear: false, basis: { failingRuns: 0 } });
  expect(verdict?.suspects.find(({ name }) => name === 'stock')?.evidence ?? []).toEqual([]);
});

test('an alert about what a product uses up, while nothing fails, is about that product', async () => {
  const rig = await intakeRig(env);
  const labels = { alertname: 'CartMemory', product: 'cart', environment: 'eu', severity: 'major' };
  await rig.post('/alertmanager/api/v2/alerts', [{ labels }]);
  await settleDown();
  const { items } = await listIncidents(admin, { open: true, sort: 'newest', limit: 10 });
  const told = async (id: string) => {
    const { verdict } = await readIncidentCause(admin, { id });
    const evidence = verdict?.suspects[0]?.evidence.find(({ witness }) => witness === 'alerts');
    return { first: verdict?.suspects[0]?.name, clear: verdict?.clear, nats: evidence?.nats };
  };
  const { id = '' } = items.find(({ title }) => title.includes('CartMemory')) ?? {};
  expect(await told(id)).toMatchObject({ first: 'cart', clear: true });
  // What somebody reports while it fires may be anything.
  const reported = { title: 'Nobody can pay', environment: 'eu', summary: '' };
  const other = await declareIncident(admin, reported);
  await settleDown();
  expect((await told(other.id)).nats).toBeLessThan((await told(id)).nats ?? 0);
});

test('a call of this very moment whose answer has still to be told does not make a product silent', async () => {
  let traces = 0;
  const calls = async (count: number, isAnswered: boolean) => {
    const startNs = BigInt(env.clock.now().getTime()) * 1_000_000n;
    const place = new Map([['deployment.environment.name', 'us']]);
    const raw = Array.from({ length: count }, () => {
      const traceId = `f2e2d${String((traces += 1)).padStart(27, '0')}`;
      const span = (spanId: string, parentId: string, service: string) => ({
        ...{ traceId, spanId: spanId.padStart(16, '0'), parentId: parentId.padStart(16, '0') },
        ...{ name: `${service} works`, kind: 2, startNs, endNs: startNs + 9_000_000n, failed: false },
        ...{ attributes: new Map(), resource: new Map([...place, ['service.name', service]]) },
      });
      return isAnswered ? [span('1', '9', 'cart'), span('2', '1', 'stock')] : [span('1', '9', 'cart')];
    }).flat();
    await takeInSpans(admin, { integration: '', raw });
  };
  await calls(40, true);
  await env.fastForward(120_000);
  await calls(40, false);
  const { id } = await declareIncident(admin, { title: 'Orders are gone', environment: 'us', summary: '' });
  await settleDown();
  const silent = async () => {
    const { verdict } = await readIncidentCause(admin, { id });
    return verdict?.suspects.flatMap(({ name, evidence }) =>
      evidence.some(({ witness }) => witness === 'silence') ? [name] : [],
    );
  };
  expect(await silent()).toEqual([]);
  await env.fastForward(6_000);
  await lookAgain(admin, [{ incidentId: id }]);
  await settleDown();
  expect(await silent()).toEqual(['stock']);
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
