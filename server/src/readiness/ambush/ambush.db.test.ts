import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { applyObjects } from '#catalog';
import { deliveryHandlers } from '#delivery';
import { declareIncident, resolveIncident } from '#incidents';
import { systemCtx, type Ctx } from '#platform';
import { as, testEnv, type TestEnv } from '#testing';
import { collectMeasures } from '../collect/collect-measures.ts';
import { readScorecard } from '../read/read-scorecard.ts';
import { agreeToAmbush, readOwnAmbushes } from './agree.ts';
import { probeRunbooks } from './probe-runbooks.ts';
import { readAmbushes } from './read-ambushes.ts';
import { tendAmbushes } from './tend-ambushes.ts';

const texts = 'why: It helps, fix: Do it, area: Any';
const objects = (address: string) => `
kind: Person
metadata: { name: ada }
spec: { displayName: Ada, email: ada@example.org, timeZone: Etc/UTC, contactMethods: [{ channel: webhook, url: '${address}/hook/ada' }] }
---
kind: Schedule
metadata: { name: watch }
spec:
  timezone: Etc/UTC
  layers: [{ name: all, start: 2026-01-01T00:00:00Z, handoff: { type: none }, participants: [ada] }]
---
kind: EscalationPolicy
metadata: { name: crew }
spec: { steps: [{ targets: [{ schedule: watch }] }] }
---
kind: Team
metadata: { name: crew }
spec: { members: [ada], escalationPolicy: crew }
---
kind: Product
metadata: { name: search }
spec: { owner: crew, runbook: '${address}/there' }
---
kind: Product
metadata: { name: files }
spec: { owner: crew, runbook: '${address}/gone' }
---
kind: Ambush
metadata: { name: watchers }
spec: { schedules: [watch], everyDays: 2, answerMinutes: 10 }
---
kind: Standard
metadata: { name: answers }
spec: { rule: 'test_pages_answered_percent >= 60 && test_pages_p90_minutes <= 10', ${texts} }
---
kind: Standard
metadata: { name: runbook-opens }
spec: { rule: runbook_alive, ${texts} }
`;

const minute = 60_000;
const day = 86_400_000;
let env: TestEnv;
let server: Server;
const hooked: string[] = [];
const ada = () => as(env, 'ada', ['field-marshal']);
const lead = () => as(env, 'lena', ['lead']);
const viewer = () => as(env, 'vera', ['viewer']);
const work = (): Ctx => systemCtx(env, 'test');

/** Looks once, as the job does each minute; the next moment is drawn as early as can be. */
async function tend(): Promise<void> {
  await tendAmbushes(work(), () => 0);
  await env.drain();
}

/** Draws a moment where there is none, then takes it. Returns how many messages came of it. */
async function test(): Promise<number> {
  const before = hooked.length;
  await sql`delete from ambush_turn`.execute(env.databases.worker);
  await tend();
  await tend();
  return hooked.length - before;
}

async function answer(): Promise<void> {
  await sql`update contact_test set answered_at = now() where answered_at is null`.execute(
    env.databases.worker,
  );
  await tend();
}

/** To the next time that a clock in UTC shows this hour. */
async function until(hour: number): Promise<void> {
  const now = env.clock.now().getTime();
  const at = Math.floor(now / day) * day + hour * 3_600_000;
  await env.fastForward((at > now ? at : at + day) - now);
}

async function outcomes(product: string): Promise<Record<string, string>> {
  await collectMeasures(work());
  const { standings } = await readScorecard(viewer(), { product });
  return Object.fromEntries(standings.map(({ standard, outcome }) => [standard, outcome]));
}

beforeAll(async () => {
  server = createServer((request, response) => {
    request.resume().on('end', () => {
      const url = request.url ?? '';
      if (url.startsWith('/hook')) hooked.push(url);
      response.writeHead(url === '/gone' ? 404 : url === '/there' ? 302 : 204).end();
    });
  });
  await new Promise<void>((done) => {
    server.listen(0, '127.0.0.1', done);
  });
  env = await testEnv({ handlers: deliveryHandlers });
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- it listens on TCP
  const { port } = server.address() as AddressInfo;
  const files = objects(`http://127.0.0.1:${port}`)
    .split('\n---\n')
    .map((each, index) => ({
      path: `${index}.yaml`,
      text: `apiVersion: fieldmarshal/v1\n${each.trim()}\n`,
    }));
  await applyObjects(as(env, 'root', ['admin']), { files, dryRun: false, prune: false });
  await until(12);
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

describe('unannounced test pages', () => {
  it('go to nobody who did not agree', async () => {
    expect(await test()).toBe(0);
    expect(await readOwnAmbushes(ada())).toMatchObject({ consent: 'no', concerned: true, tests: [] });
  });

  it('measure the true time until the answer; a missed one counts, and both become facts', async () => {
    await agreeToAmbush(ada(), { consent: 'outside-quiet-hours' });
    expect(await outcomes('search')).toMatchObject({ answers: 'unknown' });
    for (const minutes of [2, 4]) {
      expect(await test()).toBe(1);
      await env.fastForward(minutes * minute);
      await answer();
    }
    expect(await test()).toBe(1);
    await env.fastForward(11 * minute);
    await tend();
    const { tests } = await readOwnAmbushes(ada());
    expect(tests.map(({ state }) => state)).toEqual(['missed', 'answered', 'answered']);
    for (const [index, minutes] of [4, 2].entries()) {
      const seconds = tests[index + 1]?.answerSeconds ?? 0;
      expect(seconds).toBeGreaterThanOrEqual(minutes * 60);
      expect(seconds).toBeLessThan(minutes * 60 + 60);
    }
    expect(await outcomes('search')).toMatchObject({ answers: 'met' });
  });

  it('show single people to leads and themselves only', async () => {
    expect((await readAmbushes(viewer())).tests).toEqual([]);
    const { plans, tests } = await readAmbushes(lead());
    expect(tests).toHaveLength(3);
    expect(plans).toMatchObject([{ name: 'watchers', people: 1, agreed: 1, tested: 3, answered: 2 }]);
  });

  it('stay away in quiet hours, also of who named none, unless they said any time', async () => {
    await until(23);
    expect(await test()).toBe(0);
    await agreeToAmbush(ada(), { consent: 'any-time' });
    expect(await test()).toBe(1);
    await answer();
    await until(12);
  });

  it('begin only where the time for the answer ends before the quiet hours, and ring no more once those have begun', async () => {
    await agreeToAmbush(ada(), { consent: 'outside-quiet-hours' });
    await until(21);
    await env.fastForward(40 * minute);
    expect(await test()).toBe(1);
    await answer();
    await env.fastForward(15 * minute);
    expect(await test()).toBe(0);
    await until(21);
    await env.fastForward(40 * minute);
    expect(await test()).toBe(1);
    // As where their quiet hours were set anew since.
    await sql`update ambush set answer_by = answer_by + interval '1 hour' where state = 'waiting'`.execute(
      env.databases.worker,
    );
    await env.fastForward(25 * minute);
    await tend();
    expect((await readOwnAmbushes(ada())).tests[0]).toMatchObject({
      state: 'called-off',
      why: 'Their quiet hours began meanwhile.',
    });
    await until(12);
    await agreeToAmbush(ada(), { consent: 'any-time' });
  });

  it('stay away while a SEV1 is open, and call off what waits', async () => {
    expect(await test()).toBe(1);
    const { id } = await declareIncident(lead(), { title: 'Everything is down', severity: 'SEV1' });
    await tend();
    expect((await readOwnAmbushes(ada())).tests[0]).toMatchObject({
      state: 'called-off',
      why: 'A SEV1 began meanwhile.',
    });
    expect(await test()).toBe(0);
    expect((await readAmbushes(viewer())).heldBy).toContain(id);
    await resolveIncident(lead(), { id, summary: 'Over' });
  });

  it('stay away from who leads an incident', async () => {
    const { id } = await declareIncident(lead(), { title: 'A little slow', severity: 'SEV3' });
    await sql`update incident set field_marshal = 'ada' where id = ${id}`.execute(env.databases.worker);
    expect(await test()).toBe(0);
    await resolveIncident(ada(), { id, summary: 'Over' });
    expect(await test()).toBe(1);
  });

  it('are called off when somebody takes their consent back', async () => {
    expect((await agreeToAmbush(ada(), { consent: 'no' })).tests[0]).toMatchObject({ state: 'called-off' });
    expect(await test()).toBe(0);
    const stranger = agreeToAmbush(as(env, 'nobody', ['viewer']), { consent: 'any-time' });
    await expect(stranger).rejects.toMatchObject({ code: 'not-found' });
  });
});

describe('runbooks', () => {
  it('are tried, and one that is gone is a missed standard', async () => {
    expect(await outcomes('search')).toMatchObject({ 'runbook-opens': 'unknown' });
    await probeRunbooks(work());
    expect(await outcomes('search')).toMatchObject({ 'runbook-opens': 'met' });
    expect(await outcomes('files')).toMatchObject({ 'runbook-opens': 'missed' });
    expect((await readAmbushes(viewer())).runbooks).toMatchObject([
      { products: ['files'], alive: false, trouble: 'It answered 404.' },
      { products: ['search'], alive: true },
    ]);
  });
});
