import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { beforeAll, expect, test } from 'vitest';
import { applyObjects } from '#catalog';
import { firstRunId } from '#checks';
import { declareIncident } from '#incidents';
import { systemCtx } from '#platform';
import { as, testEnv, type TestEnv } from '#testing';
import { budgetOf } from '../core/budget.ts';
import { countRunHours, readSlos } from './read-slos.ts';

const probe = "{ type: http, url: 'https://eu.example/' }";
const catalog = `
kind: Application
metadata: { name: hearth }
spec: {}
---
kind: Workflow
metadata: { name: find }
spec: { displayName: Find a person, application: hearth }
---
kind: Environment
metadata: { name: eu }
spec: {}
---
kind: Environment
metadata: { name: us }
spec: {}
---
kind: Check
metadata: { name: find-check }
spec: { workflow: find, probe: ${probe}, environments: [{ environment: eu }, { environment: us }] }
---
kind: SLO
metadata: { name: find-works }
spec: { displayName: Finding works, workflow: find, objective: 0.9, windowDays: 7 }
`;

let env: TestEnv;
const ada = () => as(env, 'ada');
const apply = async (text: string) =>
  applyObjects(as(env, 'lead', ['admin']), {
    files: text.split('\n---\n').map((each, index) => ({
      path: `${index}.yaml`,
      text: `apiVersion: fieldmarshal/v1\n${each.trim()}\n`,
    })),
    ...{ dryRun: false, prune: false },
  });

/** A run that ended so many hours ago. */
async function run(hoursAgo: number, verdict: string, fault: string | null = null): Promise<void> {
  const at = new Date(env.clock.now().getTime() - hoursAgo * 3_600_000);
  const id = firstRunId(at.getTime()).slice(0, 24) + randomUUID().slice(24);
  await sql`
    insert into check_run (id, check_name, environment, place, type, state, due_at, started_at, verdict, fault_class)
    values (${id}, 'find-check', 'eu', '', 'http', 'ended', ${at}, ${at}, ${verdict}, ${fault})`.execute(
    env.databases.web,
  );
}

beforeAll(async () => {
  env = await testEnv();
  await apply(catalog);
});

test('a budget counts what failed by the product’s fault, each environment on its own, and goes on counting', async () => {
  for (let n = 0; n < 18; n += 1) await run(30 + n, 'passed');
  await run(29, 'flaky');
  await run(28, 'failed', 'product');
  await run(28, 'failed', 'harness');
  await countRunHours(systemCtx(env, 'test'));
  const { items } = await readSlos(ada());
  // Nothing is known of us: that comes first, and is not all right.
  expect(items).toMatchObject([
    { environment: 'us', good: 0, bad: 0, reached: null, left: null, checks: ['find-check'] },
    {
      ...{ slo: 'find-works', environment: 'eu', workflowTitle: 'Find a person', good: 19, bad: 1 },
      ...{ notCounted: 1, reached: 0.95 },
    },
  ]);
  expect(items[1]?.left).toBeCloseTo(0.5);
  await run(1, 'failed', 'product');
  await countRunHours(systemCtx(env, 'test'));
  await countRunHours(systemCtx(env, 'test'));
  const [, eu] = (await readSlos(ada())).items;
  expect(eu).toMatchObject({ good: 19, bad: 2 });
});

test('days that were added up give the same budget as every hour by itself', async () => {
  for (let n = 0; n < 200; n += 1)
    await run(3 * n + (n % 5) / 4, n % 9 === 4 ? 'failed' : 'passed', 'product');
  // All of them, as after the first start.
  await sql`truncate insight_run_hour, insight_run_day`.execute(env.databases.web);
  await countRunHours(systemCtx(env, 'test'));
  const { at, items } = await readSlos(ada());
  const eu = items.find(({ environment }) => environment === 'eu');
  const rows = await env.databases.web.selectFrom('insight_run_hour').selectAll().execute();
  const hours = rows.map(({ hour, good, bad, not_counted: notCounted }) => ({
    ...{ at: hour.getTime(), good, bad, notCounted },
  }));
  const { days, ...whole } = budgetOf(hours, { objective: 0.9, windowDays: 7 }, Date.parse(at));
  expect(eu).toMatchObject(whole);
  expect(eu?.days).toEqual(days);
});

test('one that names a workflow that does not exist is refused, with the field', async () => {
  const wrong = apply('kind: SLO\nmetadata: { name: x }\nspec: { workflow: nope, objective: 0.99 }');
  await expect(wrong).rejects.toMatchObject({ code: 'invalid' });
  const high = apply('kind: SLO\nmetadata: { name: x }\nspec: { workflow: find, objective: 99.5 }');
  await expect(high).rejects.toMatchObject({ code: 'invalid' });
});

test('one whose workflow no check looks at is shown first, of no environment, as not known', async () => {
  const workflow = 'kind: Workflow\nmetadata: { name: sign-in }\nspec: { application: hearth }';
  const slo =
    'kind: SLO\nmetadata: { name: sign-in-works }\nspec: { workflow: sign-in, objective: 0.99, windowDays: 7 }';
  await apply(`${workflow}\n---\n${slo}`);
  const { items } = await readSlos(ada());
  expect(items.find(({ slo: name }) => name === 'sign-in-works')).toMatchObject({
    ...{ environment: '', checks: [], good: 0, bad: 0, reached: null, left: null, spentInHours: null },
  });
  expect(items.findIndex(({ left }) => left !== null)).toBeGreaterThan(
    items.findIndex(({ slo: name }) => name === 'sign-in-works'),
  );
});

test('what fails while a live drill has a fault on that the workflow needs is not counted against it', async () => {
  await apply(
    [
      'kind: Team\nmetadata: { name: crew }\nspec: {}',
      'kind: Product\nmetadata: { name: store }\nspec: { owner: crew }',
      'kind: Product\nmetadata: { name: search }\nspec: { owner: crew, dependsOn: [{ product: store }] }',
      'kind: Product\nmetadata: { name: mail }\nspec: { owner: crew }',
      'kind: Workflow\nmetadata: { name: find }\nspec: { displayName: Find a person, application: hearth, steps: [{ name: ask, products: [search] }] }',
    ].join('\n---\n'),
  );
  const counted = async () => {
    await countRunHours(systemCtx(env, 'test'));
    const eu = (await readSlos(ada())).items.find(({ environment }) => environment === 'eu');
    return { bad: eu?.bad ?? 0, notCounted: eu?.notCounted ?? 0 };
  };
  const before = await counted();
  await run(2.5, 'failed', 'product');
  await run(2, 'failed', 'product');
  await run(2, 'passed');
  expect(await counted()).toEqual({ ...before, bad: before.bad + 2 });
  const now = env.clock.now().getTime();
  const drill = async (product: string, number: number) => {
    const faults = [{ product, environment: 'eu', fault: 'errors', settings: {}, id: null }];
    const stretches = [{ fromMs: now - 2.2 * 3_600_000, toMs: now - 1.8 * 3_600_000, speed: 1 }];
    const { id: incidentId } = await declareIncident(as(env, 'lead', ['admin']), {
      title: 'Practice',
      drill: true,
    });
    const [from, to] = [new Date(now - 2.2 * 3_600_000), new Date(now - 1.8 * 3_600_000)];
    await sql`
      insert into drill (id, number, incident_id, source_kind, source_name, title, seat, state, speed, script, stretches, played, started_by,
        started_at, ended_at, faults)
      values (${`DRILL-${String(number)}`}, ${number}, ${incidentId}, 'scenario', 'x', 'x', 'watch', 'ended', 1, '{}', ${JSON.stringify(stretches)}::jsonb,
        '{}', 'person:lead', ${from}, ${to}, ${JSON.stringify(faults)}::jsonb)`.execute(env.databases.web);
  };
  // Of a product that the workflow does not need: real.
  await drill('mail', 1);
  expect(await counted()).toEqual({ ...before, bad: before.bad + 2 });
  // Of one that it needs by another: what failed meanwhile, and no run beside it.
  await drill('store', 2);
  expect(await counted()).toEqual({ bad: before.bad + 1, notCounted: before.notCounted + 1 });
});

test('nobody reads them without the right', async () => {
  await expect(readSlos(as(env, 'eve', []))).rejects.toMatchObject({ code: 'not-found' });
});
