import { sql } from 'kysely';
import { beforeAll, describe, expect, test } from 'vitest';
import { applyObjects } from '#catalog';
import { readImpact } from '#impact';
import { declareIncident, listIncidents } from '#incidents';
import { systemCtx } from '#platform';
import { inFreshTransaction, raiser } from '#signals';
import { as, testEnv, type TestEnv } from '#testing';
import { domainHandlers } from '../app/domains.ts';
import { reactions } from '../app/reactions/index.ts';
import { acknowledgeIncident } from '../incidents/acknowledge.ts';
import { resolveIncident, setState } from '../incidents/commands/course.ts';
import { takeRole } from '../incidents/commands/people.ts';
import { mergeIncident } from '../incidents/merge.ts';
import { answerCause } from '../localisation/answers/answer-cause.ts';
import { readBehind } from './read/read-behind.ts';
import { readLoad, readNoise, readOverview } from './read/read-insights.ts';
import { countDays, rollIncidents } from './roll-up/roll-up.ts';

const catalog = `
kind: Hub
metadata: { name: amer }
spec: { timeZone: America/Denver }
---
kind: Person
metadata: { name: ada }
spec: { displayName: Ada, email: ada@example.org, hub: amer, roles: [lead] }
---
kind: Team
metadata: { name: crew }
spec: { members: [ada], escalationPolicy: crew }
---
kind: EscalationPolicy
metadata: { name: crew }
spec: { default: true, steps: [{ targets: [{ person: ada }], minutes: 5 }] }
---
kind: Product
metadata: { name: search }
spec: { displayName: Search, owner: crew }
---
kind: Application
metadata: { name: hearth }
spec: { products: [search] }
---
kind: Workflow
metadata: { name: find }
spec: { application: hearth, criticality: 1, steps: [{ name: look, products: [search] }] }
---
kind: Environment
metadata: { name: eu }
spec: { products: [{ product: search }] }
---
kind: Customer
metadata: { name: acme }
spec: { displayName: Acme, uses: [{ application: hearth, environments: [eu], usersPerHour: 120 }] }
---
kind: Check
metadata: { name: find-check }
spec: { workflow: find, products: [search], probe: { type: http, url: 'https://eu.example/' }, environments: [{ environment: eu }] }
---
kind: Route
metadata: { name: all }
spec: { groupBy: [environment] }
`;

let env: TestEnv;
const ada = () => as(env, 'ada', ['lead']);
const minute = 60_000;
const ids = { real: '', wolf: '', told: '' };

async function pass(minutes: number): Promise<void> {
  await env.fastForward(minutes * minute);
  await env.drain();
}

/** An alert as a check raises it, and the incident that it opens. */
async function alert(rule: string): Promise<string> {
  const raise = await raiser(env);
  const labels = { alertname: rule, product: 'search', environment: 'eu' };
  await inFreshTransaction(systemCtx(env, 'test'), async (tx) =>
    raise(tx, [{ action: 'fire', key: rule, title: rule, labels, annotations: {}, link: null }]),
  );
  await pass(0);
  const { items } = await listIncidents(ada(), { sort: 'newest', limit: 1 });
  return items[0]?.id ?? '';
}

/** Three incidents that count, a drill and a duplicate, which do not. */
async function live(): Promise<void> {
  await sql`
    insert into check_cell (check_name, environment, every_ms, paused, state, since, reason, run_id, products, last_run_at, last_passed_at)
    values ('find-check', 'eu', 60000, false, 'failing', now(), 'no answer', gen_random_uuid(), '{search}', now(), now())
    on conflict (check_name, environment) do update set state = 'failing', since = now(), run_id = excluded.run_id`.execute(
    env.databases.web,
  );
  const real = await alert('FindFails');
  await pass(10);
  await acknowledgeIncident(ada(), { id: real });
  await pass(10);
  await takeRole(ada(), { id: real, role: 'field-marshal' });
  await setState(ada(), { id: real, state: 'identified' });
  await pass(10);
  await setState(ada(), { id: real, state: 'monitoring' });
  const search = { kind: 'product', name: 'search' } as const;
  await answerCause(ada(), { id: real, answer: 'corrected', cause: search, note: '' });
  await pass(30);
  await resolveIncident(ada(), { id: real, summary: 'fixed' });
  await pass(1);
  const wolf = await alert('DiskFull');
  await sql`update alert set starts_at = starts_at + interval '20 minutes' where dedup_key = 'DiskFull'`.execute(
    env.databases.web,
  );
  await pass(5);
  await resolveIncident(ada(), { id: wolf, summary: 'nothing' });
  const told = await declareIncident(ada(), { title: 'Users say it is slow', severity: 'SEV3' });
  await declareIncident(ada(), { title: 'Practice', drill: true });
  const same = await declareIncident(ada(), { title: 'Users say it is slow too' });
  await mergeIncident(ada(), { id: same.id, into: told.id });
  await pass(1);
  Object.assign(ids, { real, wolf, told: told.id });
}

beforeAll(async () => {
  env = await testEnv({ handlers: domainHandlers, reactions });
  const files = catalog.split('\n---\n').map((each, index) => ({
    path: `${index}.yaml`,
    text: `apiVersion: fieldmarshal/v1\n${each.trim()}\n`,
  }));
  await applyObjects(as(env, 'lead', ['admin']), { files, dryRun: false, prune: false });
  await env.drain();
  await live();
  await rollIncidents(systemCtx(env, 'test'));
  await countDays(systemCtx(env, 'test'));
});

const minutesOf = (ms: number | null | undefined): number | null =>
  ms === null || ms === undefined ? null : Math.round(ms / minute);

describe('a short history, lived through', () => {
  test('has three incidents: drills and duplicates count in nothing', async () => {
    const numbers = await readOverview(ada(), {});
    expect(numbers).toMatchObject({
      ...{ incidents: 3, open: 1, before: 0, foundBy: { check: 2, monitoring: 0, people: 1 } },
      detectedBeforeUsers: { part: 2, of: 3 },
      recurrence: { of: 1, repeats: 0, causes: [] },
    });
  });

  test('compares the first assessments of what is over with what turned out to be hit', async () => {
    const { score } = await readImpact(ada(), { id: ids.real });
    expect(score).toMatchObject({ precision: 1, recall: 1 });
    const { firstAssessment } = await readOverview(ada(), { environment: 'eu' });
    expect(firstAssessment).toMatchObject({
      scored: 2,
      precision: 1,
      precisionP10: 1,
      recall: 1,
      recallP10: 1,
    });
    expect((await readOverview(ada(), { environment: 'elsewhere' })).firstAssessment.scored).toBe(0);
  });

  test('took as long as it did: medians and ninetieths of what happened, with what did not', async () => {
    const { times } = await readOverview(ada(), {});
    const told = Object.fromEntries(
      times.map(({ measure, n, none, negative, p50, p90 }) => [
        measure,
        [n, none, negative, minutesOf(p50), minutesOf(p90)],
      ]),
    );
    expect(told).toEqual({
      // The alert of the second incident says that it began after it came: a wrong clock.
      detect: [1, 1, 1, 0, 0],
      // Resolving says that somebody is on it, too.
      acknowledge: [2, 1, 0, 5, 10],
      marshal: [1, 2, 0, 20, 20],
      assess: [1, 2, 0, 0, 0],
      message: [0, 3, 0, null, null],
      mitigate: [2, 1, 0, 5, 30],
      resolve: [2, 1, 0, 5, 60],
    });
  });

  test('cost users what the record of its impact says', async () => {
    const record = await readImpact(ada(), { id: ids.real });
    const { impact } = await readOverview(ada(), {});
    const acme = record.rows.find(({ kind }) => kind === 'customer');
    expect(acme?.userMinutesLost).toBeGreaterThan(0);
    const answer = await readBehind(ada(), { behind: 'customer:acme' });
    const own = answer.items.find(({ id }) => id === ids.real);
    expect(own).toMatchObject({ unit: 'user-minutes', value: acme?.userMinutesLost });
    expect(impact.byCustomer).toMatchObject([{ name: 'acme', title: 'Acme', incidents: answer.n }]);
    expect(impact.byProduct).toMatchObject([{ name: 'search', title: 'Search' }]);
  });

  test('cried wolf once, by a rule that never led to anything', async () => {
    const noise = await readNoise(ada(), {});
    expect(noise.falseAlarms).toMatchObject({ n: 1, of: 2 });
    expect(noise.rules.map(({ rule, incidents, led, neverLed }) => [rule, incidents, led, neverLed])).toEqual(
      [
        ['DiskFull', 1, 0, true],
        ['FindFails', 1, 1, false],
      ],
    );
    expect((await readBehind(ada(), { behind: 'rule:DiskFull' })).items).toMatchObject([{ id: ids.wolf }]);
    expect((await readBehind(ada(), { behind: 'false-alarm' })).items).toMatchObject([{ id: ids.wolf }]);
  });

  test('paged Ada, by the clock of Denver', async () => {
    const { pages, people, hubs } = await readLoad(ada(), {});
    const { rows } = await sql<{ n: number }>`
      select count(distinct data->>'page')::int as n from incident_event
      where type = 'page-recorded' and incident_id in (${ids.real}, ${ids.wolf}, ${ids.told})`.execute(
      env.databases.web,
    );
    expect(pages).toBe(rows[0]?.n);
    expect(people).toMatchObject([{ person: 'ada', title: 'Ada', hub: 'amer', pages }]);
    const denver = Number(
      new Intl.DateTimeFormat('en-GB', {
        timeZone: 'America/Denver',
        hour: '2-digit',
        hourCycle: 'h23',
      }).format(new Date((await readBehind(ada(), { behind: 'hub:amer' })).items.at(-1)?.declaredAt ?? '')),
    );
    expect(hubs[0]?.hours[denver]).toBeGreaterThan(0);
  });

  test('is filtered, and an incident that goes on is counted anew', async () => {
    const part = async (filter: object) => (await readOverview(ada(), filter)).incidents;
    expect(await part({ product: 'search' })).toBe(2);
    expect(await part({ team: 'crew', environment: 'eu' })).toBe(2);
    expect(await part({ severity: 'SEV3' })).toBe(1);
    expect(await part({ severity: 'none' })).toBe(2);
    expect(await part({ hub: 'nowhere' })).toBe(0);
    expect(await part({ from: '2020-01-01', to: '2020-01-31' })).toBe(0);
    await resolveIncident(ada(), { id: ids.told, summary: 'gone' });
    await rollIncidents(systemCtx(env, 'test'));
    expect(await readOverview(ada(), {})).toMatchObject({ incidents: 3, open: 0 });
  });

  test('refuses numbers that are none, days that cannot be, and whoever may not read', async () => {
    await expect(readBehind(ada(), { behind: 'luck' })).rejects.toThrow('no number is called "luck"');
    await expect(readOverview(ada(), { from: '2026-02-01', to: '2026-01-01' })).rejects.toThrow('last day');
    await expect(readOverview(as(env, 'eve', []), {})).rejects.toMatchObject({ code: 'not-found' });
  });
});
