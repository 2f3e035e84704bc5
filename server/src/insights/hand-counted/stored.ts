import { randomUUID } from 'node:crypto';
import type { Incident, StoredEvent } from '@fieldmarshal/contract/incidents';
import { foldEvents } from '@fieldmarshal/contract/incidents';
import { sql, type Kysely } from 'kysely';
import { firstRunId } from '#checks';
import type { DB } from '#platform';
import { logs } from './history.ts';

type Db = Kysely<DB>;

export const catalog = `
kind: Hub
metadata: { name: amer }
spec: { displayName: Americas, timeZone: America/Denver }
---
kind: Hub
metadata: { name: emea }
spec: { displayName: Europe, timeZone: Europe/London }
---
kind: Person
metadata: { name: ada }
spec: { displayName: Ada, email: ada@example.org, hub: amer, roles: [lead] }
---
kind: Person
metadata: { name: bo }
spec: { displayName: Bo, email: bo@example.org, hub: emea }
---
kind: Person
metadata: { name: cy }
spec: { displayName: Cy, email: cy@example.org }
---
kind: Team
metadata: { name: crew }
spec: { members: [ada, bo] }
---
kind: Product
metadata: { name: search }
spec: { displayName: Search, owner: crew }
---
kind: Product
metadata: { name: files }
spec: { displayName: Files, owner: crew }
---
kind: Application
metadata: { name: hearth }
spec: { products: [search] }
---
kind: Workflow
metadata: { name: find }
spec: { displayName: Find a person, application: hearth, steps: [{ name: look, products: [search] }] }
---
kind: Environment
metadata: { name: eu }
spec: {}
---
kind: Environment
metadata: { name: us }
spec: {}
---
kind: Customer
metadata: { name: acme }
spec: { displayName: Acme, uses: [{ application: hearth, environments: [eu] }] }
---
kind: Customer
metadata: { name: globex }
spec: { displayName: Globex, uses: [{ application: hearth, environments: [eu] }] }
---
kind: Check
metadata: { name: find-check }
spec: { displayName: Find, workflow: find, products: [search], probe: { type: http, url: 'https://eu.example/' }, environments: [{ environment: eu }] }
---
kind: SLO
metadata: { name: find-works }
spec: { displayName: Finding works, workflow: find, objective: 0.9, windowDays: 7 }
---
kind: SLO
metadata: { name: find-works-there }
spec: { displayName: Finding works there, workflow: find, objective: 0.99, windowDays: 28, environments: [us] }
`;

/** How incidents append to a log. */
type Append = (
  db: Db,
  appended: {
    readonly before: Incident | null;
    readonly after: Incident;
    readonly events: readonly StoredEvent[];
  },
) => Promise<void>;

/** Puts the history where the product keeps it. */
export async function store(db: Db, append: Append): Promise<void> {
  for (const { events } of logs()) await storeLog(db, events, append);
  await storeAlerts(db);
  await storeImpact(db);
  await storeFlags(db);
  await storeHandovers(db);
  await storeChecks(db);
  await storeMessages(db);
}

async function storeLog(db: Db, events: readonly StoredEvent[], append: Append): Promise<void> {
  const stored = events.map((event) => ({ ...event, id: randomUUID() }));
  const [first, rest] = [stored.slice(0, 1), stored.slice(1)];
  const before = foldEvents(first);
  const after = foldEvents(stored);
  if (before === null || after === null) throw new Error('a log without a declaration');
  await append(db, { before: null, after: before, events: first });
  if (rest.length > 0) await append(db, { before, after, events: rest });
}

/** `began` is what the alert says of itself. The first of INC-4 says that it began five minutes after it was declared. */
const alerts = [
  { rule: 'FindFails', incident: 'INC-1', began: '2026-11-17T09:58:00Z', came: '2026-11-17T09:59:50Z' },
  { rule: 'DiskFull', incident: 'INC-2', began: '2026-11-18T06:20:00Z', came: '2026-11-18T06:29:00Z' },
  { rule: 'DiskFull', incident: 'INC-2', began: '2026-11-18T06:31:00Z', came: '2026-11-18T06:33:00Z' },
  { rule: 'QueueLag', incident: 'INC-4', began: '2026-11-21T09:05:00Z', came: '2026-11-21T08:59:00Z' },
  { rule: 'Practice', incident: 'INC-6', began: '2026-11-22T12:00:00Z', came: '2026-11-22T12:00:00Z' },
  { rule: 'FindFails', incident: 'INC-5', began: '2026-11-23T11:59:00Z', came: '2026-11-23T11:59:58Z' },
  { rule: 'FindFails', incident: null, began: '2026-11-24T03:00:00Z', came: '2026-11-24T03:00:00Z' },
  {
    rule: 'FindFails',
    incident: 'INC-11',
    began: '2026-11-15T23:56:59.999Z',
    came: '2026-11-15T23:59:00Z',
  },
];

async function storeAlerts(db: Db): Promise<void> {
  const rows = alerts.map(({ rule, incident, ...at }, index) => {
    const isCheck = rule === 'FindFails';
    const key = isCheck ? 'check failing eu find-check' : rule;
    return {
      ...{ n: index + 1, rule, incident, ...at, key, integration: isCheck ? 'checks' : 'prometheus' },
      silenced: incident === null ? ['a plan'] : [],
    };
  });
  await sql`
    insert into alert_group (route, key, labels, state, action, title, integration, integration_name, incident_id, opened_at, closed_at)
    select distinct on (a.incident) 'all', a.incident, '{}'::jsonb, 'closed', 'incident', a.rule, a.integration, a.integration, a.incident,
      a.came, a.came
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as a(incident text, rule text, integration text, came timestamptz)
    where a.incident is not null`.execute(db);
  await sql`
    insert into alert (integration, integration_name, source, dedup_key, episode, state, title, labels, annotations, content_hash, starts_at,
      received_at, last_seen_at, changed_at, resolved_at, resolved_by, count, route, product, environment, group_id, silenced_by)
    select a.integration, a.integration, '', a.key, a.n, 'resolved', a.rule, jsonb_build_object('alertname', a.rule), '{}', a.n, a.began,
      a.came, a.came, a.came, a.came, 'sender', 1, 'all', 'search', 'eu', g.id, array(select jsonb_array_elements_text(a.silenced))
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
      as a(n int, rule text, incident text, began timestamptz, came timestamptz, key text, integration text, silenced jsonb)
    left join alert_group g on g.incident_id = a.incident`.execute(db);
}

const customer = { kind: 'customer', standing: 'confirmed', usersPerHour: 100, userMinutesLost: 0 };
/** Who lost how much, and how good the first look was. Of INC-2 what was thought at first was rejected; of INC-3 nobody knows how many. */
const impact = [
  {
    incident: 'INC-1',
    rows: [
      { ...customer, name: 'acme', userMinutesLost: 600.25 },
      { ...customer, name: 'globex', userMinutesLost: 200 },
      { ...customer, kind: 'workflow', name: 'find', userMinutesLost: 9_999 },
    ],
    score: { precision: 0.5, recall: 1 },
  },
  {
    incident: 'INC-2',
    rows: [{ ...customer, name: 'acme', userMinutesLost: 500, standing: 'rejected' }],
    score: { precision: 0, recall: null },
  },
  { incident: 'INC-3', rows: [{ ...customer, name: 'acme', usersPerHour: null }], score: null },
  { incident: 'INC-4', rows: [{ ...customer, name: 'acme', userMinutesLost: 100 }], score: null },
  { incident: 'INC-6', rows: [{ ...customer, name: 'acme', userMinutesLost: 7_000 }], score: null },
  { incident: 'INC-10', rows: [{ ...customer, name: 'acme', userMinutesLost: 5_000 }], score: null },
];

async function storeImpact(db: Db): Promise<void> {
  await sql`
    insert into impact (incident_id, assessed_at, started_at, decide_by, closed, rows, score)
    select i.id, i.declared_at, i.declared_at, i.declared_at, true, m.rows, nullif(m.score, 'null')
    from jsonb_to_recordset(${JSON.stringify(impact)}::jsonb) as m(incident text, rows jsonb, score jsonb)
    join incident i on i.id = m.incident`.execute(db);
}

/** Looks for a deep analysis: INC-1 has one, INC-3's is late, INC-2's was not wanted, INC-5 waits for an answer, INC-10 was below. */
const flags = [
  {
    incident: 'INC-1',
    decision: 'score',
    accepted: true,
    due_on: '2026-11-24',
    done_at: '2026-11-26T10:00:00Z',
  },
  { incident: 'INC-2', decision: 'rule', accepted: false, due_on: null, done_at: null },
  { incident: 'INC-3', decision: 'below', accepted: true, due_on: '2026-11-30', done_at: null },
  { incident: 'INC-5', decision: 'score', accepted: null, due_on: null, done_at: null },
  { incident: 'INC-7', decision: 'over-budget', accepted: null, due_on: null, done_at: null },
];

async function storeFlags(db: Db): Promise<void> {
  await sql`
    insert into rca_flag (incident_id, title, started_at, resolved_at, assessed_at, look, products, raw, vector, probability, decision,
      rules, reasons, questions, accepted, due_on, done_at)
    select i.id, i.title, i.declared_at, i.changed_at, i.changed_at, 1, '{}', '{}', '[]', 0.5, f.decision, '[]', '[]', '[]', f.accepted,
      f.due_on, f.done_at
    from jsonb_to_recordset(${JSON.stringify(flags)}::jsonb)
      as f(incident text, decision text, accepted boolean, due_on date, done_at timestamptz)
    join incident i on i.id = f.incident`.execute(db);
}

const fine = { status: 'accepted', late: false, note: 'All quiet.', told: [] as string[] };
/** Watches that changed hands at eight, most of them; the last three are of other days, called off, or not yet due. */
const handovers = [
  { ...fine, change: '2026-11-16T08:00:00Z', accepted: '2026-11-16T07:55:00Z' },
  { ...fine, change: '2026-11-17T08:00:00Z', accepted: '2026-11-17T08:20:00Z', late: true, note: '' },
  {
    ...{ change: '2026-11-18T08:00:00Z', accepted: null, late: true, note: ' ' },
    ...{ status: 'escalated', told: ['ada'] },
  },
  { ...fine, change: '2026-11-19T08:00:00Z', accepted: '2026-11-19T08:40:00Z', late: true, told: ['ada'] },
  { ...fine, change: '2026-11-29T23:59:59.999Z', accepted: null, status: 'signed' },
  { ...fine, change: '2026-11-30T00:00:00Z', accepted: '2026-11-30T00:00:00Z' },
  { ...fine, change: '2026-11-20T08:00:00Z', accepted: null, status: 'void' },
  { ...fine, change: '2026-11-21T08:00:00Z', accepted: null, status: 'prepared' },
];

async function storeHandovers(db: Db): Promise<void> {
  await sql`
    insert into handover (id, schedule, ends_at, change_at, outgoing, incoming, status, late, limit_minutes, note, accepted_by, accepted_at,
      escalated_to, void_why, made_at)
    select 'HO-' || h.change, 'watch', h.change, h.change, '[]', '[]', h.status, h.late, 15, h.note, 'bo', h.accepted, h.told,
      case when h.status = 'void' then 'the rota changed' end, h.change
    from jsonb_to_recordset(${JSON.stringify(handovers)}::jsonb)
      as h(change timestamptz, status text, late boolean, note text, accepted timestamptz, told jsonb)`.execute(
    db,
  );
}

/** When the check failed; nobody has said what became of the first, its incident has, and of the last nobody knows. */
const episodes = [
  { from: '2026-11-17T09:59:50Z', to: '2026-11-17T11:00:00Z', raised: true, verdict: null },
  { from: '2026-11-23T11:59:58Z', to: '2026-11-23T12:30:00Z', raised: true, verdict: 'false' },
  { from: '2026-11-24T03:00:00Z', to: '2026-11-24T03:20:00Z', raised: false, verdict: null },
];

/** Runs: so many at a moment that passed, were flaky, failed by the product's fault, and by the fault of the harness. */
const runs = [
  // The window of seven days begins with the hour after this one.
  { at: '2026-11-24T12:30:00Z', passed: 0, flaky: 0, failed: 50, harness: 0 },
  { at: '2026-11-25T10:10:00Z', passed: 30, flaky: 1, failed: 1, harness: 1 },
  { at: '2026-11-30T08:10:00Z', passed: 5, flaky: 0, failed: 1, harness: 0 },
  { at: '2026-12-01T07:10:00Z', passed: 2, flaky: 0, failed: 1, harness: 0 },
  { at: '2026-12-01T12:00:00Z', passed: 1, flaky: 0, failed: 0, harness: 0 },
];

async function storeChecks(db: Db): Promise<void> {
  await sql`
    insert into check_episode (id, check_name, environment, started_at, ended_at, run_id, reason, raised, verdict)
    select gen_random_uuid(), 'find-check', 'eu', e."from", e."to", gen_random_uuid(), '', e.raised, e.verdict
    from jsonb_to_recordset(${JSON.stringify(episodes)}::jsonb)
      as e("from" timestamptz, "to" timestamptz, raised boolean, verdict text)`.execute(db);
  const rows = runs.flatMap(({ at, passed, flaky, failed, harness }) => {
    const id = (): string => firstRunId(Date.parse(at)).slice(0, 24) + randomUUID().slice(24);
    const times = (n: number, run: object) => Array.from({ length: n }, () => ({ id: id(), at, ...run }));
    return [
      ...times(passed, { verdict: 'passed', fault: null }),
      ...times(flaky, { verdict: 'flaky', fault: null }),
      ...times(failed, { verdict: 'failed', fault: 'product' }),
      ...times(harness, { verdict: 'failed', fault: 'harness' }),
    ];
  });
  await sql`
    insert into check_run (id, check_name, environment, place, type, state, due_at, started_at, verdict, fault_class)
    select r.id, 'find-check', 'eu', '', 'http', 'ended', r.at, r.at, r.verdict, r.fault
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r(id uuid, at timestamptz, verdict text, fault text)`.execute(
    db,
  );
}

/** Texts about incidents: when they were ready, approved, and when the first of their readers had them. */
const messages = [
  { incident: 'INC-1', drafted: '2026-11-17T10:15:00Z', approved: null, reached: null },
  {
    incident: 'INC-1',
    drafted: '2026-11-17T10:05:00Z',
    approved: '2026-11-17T10:20:00Z',
    reached: '2026-11-17T10:25:00Z',
  },
  { incident: 'INC-3', drafted: '2026-11-20T15:10:00Z', approved: null, reached: null },
  { incident: 'INC-4', drafted: '2026-11-21T09:01:00Z', approved: '2026-11-21T09:31:00Z', reached: null },
  { incident: 'INC-6', drafted: '2026-11-22T12:00:10Z', approved: null, reached: null },
  { incident: 'INC-8', drafted: '2026-11-20T15:05:05Z', approved: null, reached: null },
  { incident: 'INC-10', drafted: '2026-11-04T10:00:01Z', approved: null, reached: null },
];

/** Next updates that were promised; the second of INC-1 came five minutes late, that of INC-4 never, that of INC-3 is not due, and one was practice. */
const promises = [
  {
    incident: 'INC-1',
    made: '2026-11-17T10:25:00Z',
    due: '2026-11-17T10:55:00Z',
    kept: '2026-11-17T10:50:00Z',
  },
  {
    incident: 'INC-1',
    made: '2026-11-17T10:50:00Z',
    due: '2026-11-17T11:20:00Z',
    kept: '2026-11-17T11:25:00Z',
  },
  { incident: 'INC-4', made: '2026-11-21T09:31:00Z', due: '2026-11-21T10:00:00Z', kept: null },
  { incident: 'INC-3', made: '2026-11-20T16:00:00Z', due: '2026-12-02T00:00:00Z', kept: null },
  { incident: 'INC-6', made: '2026-11-22T12:01:00Z', due: '2026-11-22T12:10:00Z', kept: null },
];

async function storeMessages(db: Db): Promise<void> {
  await sql`
    with texts as (
      insert into communication (incident_id, audience, application, language, stage, state, title, body, starts_at, content_hash, drafted_at, changed_at,
        approved_at)
      select m.incident, 'customers', m.drafted, 'en', 'investigating', case when m.approved is null then 'draft' else 'approved' end, '', '', m.drafted,
        '', m.drafted, m.drafted, m.approved
      from jsonb_to_recordset(${JSON.stringify(messages)}::jsonb) as m(incident text, drafted timestamptz, approved timestamptz)
      returning id, incident_id, approved_at),
    reader as (
      insert into subscriber (channel, destination, destination_key, audience, applications, language, source, state, asked_at)
      values ('email', 'a@example.org', 'a@example.org', 'customers', '{}', 'en', 'staff', 'active', now()) returning id)
    insert into communication_recipient (communication_id, key, subscriber_id, channel, destination, state, changed_at)
    select t.id, t.id || ' ' || n, r.id, 'email', 'a@example.org', case when m.reached is null then 'failed' else 'delivered' end,
      coalesce(m.reached, t.approved_at) + n * interval '1 minute'
    from texts t cross join reader r cross join generate_series(0, 1) n
    join jsonb_to_recordset(${JSON.stringify(messages)}::jsonb) as m(incident text, approved timestamptz, reached timestamptz)
      on m.incident = t.incident_id and m.approved = t.approved_at`.execute(db);
  await sql`
    insert into update_promise (incident_id, due, made_at, kept_at)
    select p.incident, p.due, p.made, p.kept from jsonb_to_recordset(${JSON.stringify(promises)}::jsonb)
      as p(incident text, due timestamptz, made timestamptz, kept timestamptz)`.execute(db);
}
