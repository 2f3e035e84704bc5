import type { Incident } from '@fieldmarshal/contract/incidents';
import { sql } from 'kysely';
import { describe, expect, it } from 'vitest';
import { applyObjects } from '#catalog';
import { declareIncident, getIncident } from '#incidents';
import { claimTimers, inTransaction, reactionHandlers, reactionTable, runJob, systemCtx } from '#platform';
import { alertsGroupChanged, alertsGroupResolved } from '#signals';
import { acceptDelegation, delegateIncident, returnDelegation } from '../incidents/commands/delegation.ts';
import { linkAlert, unlinkAlert } from '../incidents/commands/links.ts';
import { engageTeam } from '../incidents/commands/people.ts';
import { reopenIncident, resolveIncident, setSeverity, setUpdateDue } from '../incidents/commands/course.ts';
import { mergeIncident } from '../incidents/merge.ts';
import { as, testEnv } from '../testing/index.ts';
import { domainHandlers } from './domains.ts';
import { reactions } from './reactions/index.ts';

const catalog = `
apiVersion: fieldmarshal/v1
kind: Person
metadata: { name: ada }
spec: { displayName: Ada, email: ada@example.org, contactMethods: [{ channel: webhook, url: 'http://127.0.0.1:9/' }] }
---
apiVersion: fieldmarshal/v1
kind: Team
metadata: { name: maps }
spec: { members: [ada] }
---
apiVersion: fieldmarshal/v1
kind: EscalationPolicy
metadata: { name: main }
spec: { default: true, steps: [{ targets: [{ person: ada }], minutes: 5 }] }
`;

const env = await testEnv({ reactions, handlers: domainHandlers });
const lead = as(env, 'lead', ['admin']);
const files = [{ path: 'a.yaml', text: catalog }];
await applyObjects(lead, { files, dryRun: false, prune: false });

const reacting = new Map(reactionHandlers(reactionTable(reactions)).map((each) => [each.task.name, each]));

type Job = Awaited<ReturnType<typeof claimTimers>>[number];

/** In which order what waits is run: workers take jobs up side by side, so none may rely on any. */
type Order = (jobs: readonly Job[]) => readonly Job[];

const oldestFirst: Order = (jobs) => jobs.toSorted((a, b) => factOf(a) - factOf(b));
const newestFirst: Order = (jobs) => jobs.toSorted((a, b) => factOf(b) - factOf(a));
/** What follows from the last fact comes first, the rest as it happened. */
const lastFirst: Order = (jobs) => {
  const last = Math.max(...jobs.map(factOf));
  return oldestFirst(jobs).toSorted((a, b) => Number(factOf(b) === last) - Number(factOf(a) === last));
};
/** By what is made of each fact's number: the same each time, and unlike the order of the facts. */
const shuffled: Order = (jobs) => jobs.toSorted((a, b) => mixed(factOf(a)) - mixed(factOf(b)));

function factOf({ key }: Job): number {
  return Number(key.split(':')[1]);
}

function mixed(fact: number): number {
  return Math.imul(fact * 31 + 1, 0x9e_37_79_b1) >>> 0;
}

async function drainIn(order: Order): Promise<void> {
  const jobs = await claimTimers(env.databases, [{ tasks: [...reacting.keys()], limit: 500 }]);
  for (const job of order(jobs)) await runJob(env, reacting.get(job.task), job);
  await env.drain();
}

type Step = (id: string) => Promise<Incident>;

const steps = {
  resolve: async (id) => resolveIncident(lead, { id, summary: 'Put back.' }),
  reopen: async (id) => reopenIncident(lead, { id, reason: 'It is back.' }),
  engage: async (id) => engageTeam(lead, { id, team: 'maps', reason: '' }),
  toSev1: async (id) => setSeverity(lead, { id, severity: 'SEV1', reason: 'More are hit.' }),
  toSev3: async (id) => setSeverity(lead, { id, severity: 'SEV3', reason: 'Few are hit.' }),
  promiseHour: async (id) => setUpdateDue(lead, { id, inMinutes: 60 }),
  promiseHalf: async (id) => setUpdateDue(lead, { id, inMinutes: 30 }),
  promiseNone: async (id) => setUpdateDue(lead, { id, due: null }),
  delegate: async (id) =>
    delegateIncident(lead, {
      id,
      team: 'maps',
      minutes: 30,
      reason: 'Theirs alone.',
      pack: '',
      points: null,
    }),
  accept: async (id) => acceptDelegation(lead, { id, note: '' }),
  giveBack: async (id) => returnDelegation(lead, { id, how: 'bounced', reason: 'Not ours.' }),
} as const satisfies Record<string, Step>;

type StepName = keyof typeof steps;

/** Tells a story of an incident with alerts; what follows from it waits until the end and runs in this order. */
async function tell(story: readonly StepName[], order: Order): Promise<Record<string, unknown>> {
  const { id } = await declareIncident(lead, { title: 'Maps are empty', severity: 'SEV2' });
  await env.drain();
  await openGroup(id);
  for (const name of story) {
    await env.fastForward(1_000);
    await steps[name](id);
  }
  await drainIn(order);
  return inForce(id);
}

/** What is in force of it in each domain that reacted. */
async function inForce(id: string): Promise<Record<string, unknown>> {
  const { rows } = await sql<Record<string, unknown>>`
    select
      (select array_agg(scope || ' ' || coalesce(severity, '-') || ' ' || status order by scope) from escalation
        where incident_id = i.id and status <> 'stopped') as escalations,
      (select array_agg(state order by g.id) from alert_group g where g.incident_id = i.id) as groups,
      (select count(*)::int from ended_incident e where e.incident_id = i.id) as ended,
      (select array_agg(round(extract(epoch from p.due - i.declared_at) / 60)::int order by p.due) from update_promise p
        where p.incident_id = i.id and p.kept_at is null) as promised,
      (select array_agg(regexp_replace(key, '.*(promise|delegation).*', '\\1') || ' ' || coalesce(payload ->> 'when', '') || ' ' ||
        round(extract(epoch from due_at - i.declared_at) / 60) order by key) from timer
        where key like '%' || i.id || '%' and key ~ '(promise|delegation)') as reminders,
      (select array_agg(d.state || ' ' || coalesce(d.how, '-') order by d.seq) from delegation d where d.incident_id = i.id) as delegations,
      (select count(*)::int from similar_document d where d.incident_id = i.id) as remembered,
      (select array_agg(closed_at is null) from cause_case c where c.incident_id = i.id) as causes_open
    from incident i where i.id = ${id}`.execute(env.databases.web);
  return rows[0] ?? {};
}

const noPage = { escalations: null };
/** Each with some of what must come of it, so that no order is compared with another wrong one. */
const stories: readonly (readonly [readonly StepName[], Record<string, unknown>])[] = [
  [['engage', 'resolve'], { ...noPage, groups: ['closed'] }],
  [
    ['resolve', 'reopen'],
    { escalations: [' SEV2 paging'], groups: ['open'], causes_open: [true], remembered: 0 },
  ],
  [
    ['resolve', 'reopen', 'resolve'],
    { ...noPage, groups: ['closed'], ended: 1, causes_open: [false], remembered: 1 },
  ],
  [['toSev1', 'toSev3'], { escalations: [' SEV3 paging'] }],
  [['toSev3', 'toSev1'], { escalations: [' SEV1 paging'] }],
  [['promiseHour', 'promiseHalf'], { promised: [30], reminders: ['promise soon 25'] }],
  [['promiseHour', 'promiseNone'], { promised: null, reminders: null }],
  [['promiseHour', 'resolve'], { promised: null, reminders: null }],
  [['promiseHour', 'resolve', 'reopen', 'promiseHalf'], { promised: [30], reminders: ['promise soon 25'] }],
  [['delegate', 'accept'], { escalations: [' SEV2 paging'], delegations: ['accepted -'], reminders: null }],
  [['delegate', 'accept', 'giveBack'], { escalations: [' SEV2 paging'], delegations: ['returned bounced'] }],
  [
    ['delegate', 'accept', 'giveBack', 'delegate'],
    {
      escalations: [' SEV2 paging', 'team:maps SEV2 paging'],
      delegations: ['returned bounced', 'waiting -'],
      reminders: ['delegation  30'],
    },
  ],
  [
    ['delegate', 'giveBack', 'delegate', 'accept', 'resolve', 'reopen'],
    {
      escalations: [' SEV2 paging'],
      delegations: ['returned bounced', 'returned reopened'],
      reminders: null,
    },
  ],
];

describe('facts that are taken up in another order than they happened in lead to the same', () => {
  it.each(stories.map(([story, expected]) => ({ name: story.join(', '), story, expected })))(
    '$name',
    async ({ story, expected }) => {
      const asItHappened = await tell(story, oldestFirst);
      expect(asItHappened).toMatchObject(expected);
      for (const order of [newestFirst, lastFirst, shuffled])
        expect(await tell(story, order)).toEqual(asItHappened);
    },
  );

  it.each([oldestFirst, newestFirst])('alerts follow their incident through two merges', async (order) => {
    const [a, b, c] = await Promise.all(
      ['Maps', 'Tiles', 'Rivers'].map(async (title) => declareIncident(lead, { title })),
    );
    if (!a || !b || !c) throw new Error('three were declared');
    await env.drain();
    await openGroup(a.id);
    await mergeIncident(lead, { id: a.id, into: b.id });
    await mergeIncident(lead, { id: b.id, into: c.id });
    await drainIn(order);
    expect(await groupsOf(c.id)).toEqual(['open']);
  });

  it.each([oldestFirst, newestFirst])(
    'an alert that was linked and unlinked belongs to nothing',
    async (order) => {
      const { id } = await declareIncident(lead, { title: 'Maps are empty' });
      await env.drain();
      const alert = await loneAlert();
      await linkAlert(lead, { id, alert, title: 'Tiles are late' });
      await unlinkAlert(lead, { id, alert });
      await drainIn(order);
      expect(await groupOf(alert)).toBeNull();
    },
  );

  it.each([oldestFirst, newestFirst])(
    'an alert that was unlinked and linked again stays linked',
    async (order) => {
      const { id } = await declareIncident(lead, { title: 'Maps are empty' });
      const alert = await loneAlert();
      await linkAlert(lead, { id, alert, title: 'Tiles are late' });
      await env.drain();
      await unlinkAlert(lead, { id, alert });
      await linkAlert(lead, { id, alert, title: 'Tiles are late' });
      await drainIn(order);
      expect(await groupOf(alert)).not.toBeNull();
    },
  );

  it.each([oldestFirst, newestFirst])('the log counts alerts as they were counted last', async (order) => {
    const { id } = await declareIncident(lead, { title: 'Maps are empty' });
    await env.drain();
    const groupId = await openGroup(id);
    const fact = { groupId, incidentId: id, newTitles: [] };
    await inTransaction(systemCtx(env, 'test'), async (tx) => {
      tx.emit(alertsGroupChanged, groupId, { ...fact, firing: 0, total: 2 });
      tx.emit(alertsGroupResolved, groupId, { groupId, incidentId: id });
      tx.emit(alertsGroupChanged, groupId, { ...fact, firing: 1, total: 3 });
      await tx.db
        .updateTable('alert_group')
        .set({ announced_firing: 1, announced_total: 3 })
        .where('incident_id', '=', id)
        .execute();
    });
    await drainIn(order);
    const { alertGroups } = await getIncident(lead, { id });
    expect(alertGroups).toEqual([expect.objectContaining({ firing: 1, total: 3 })]);
  });
});

async function openGroup(id: string): Promise<string> {
  const { rows } = await env.databases.pools.web.query<{ id: number }>(
    `insert into alert_group (route, key, labels, state, action, title, integration, integration_name, incident_id, opened_at)
     values ('maps', $1, '{}', 'open', 'incident', 'Maps', '', '', $1, now()) returning id`,
    [id],
  );
  return String(rows[0]?.id);
}

async function loneAlert(): Promise<string> {
  const { rows } = await env.databases.pools.web.query<{ id: number }>(
    `insert into alert (integration, integration_name, source, dedup_key, episode, state, title, labels, annotations, content_hash,
      starts_at, received_at, last_seen_at, changed_at, count, route)
     values ('', '', 'test', gen_random_uuid()::text, 9223372036854775807, 'firing', 'Tiles are late', '{}', '{}', 0, now(), now(), now(), now(), 1, '')
     returning id`,
  );
  return String(rows[0]?.id);
}

async function groupsOf(id: string): Promise<string[]> {
  const rows = await env.databases.web
    .selectFrom('alert_group')
    .select('state')
    .where('incident_id', '=', id)
    .execute();
  return rows.map(({ state }) => state);
}

async function groupOf(alert: string): Promise<number | null> {
  const { group_id: group } = await env.databases.web
    .selectFrom('alert')
    .select('group_id')
    .where('id', '=', Number(alert))
    .executeTakeFirstOrThrow();
  return group;
}
