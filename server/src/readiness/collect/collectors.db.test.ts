import { randomUUID } from 'node:crypto';
import { builtInMeasures } from '@fieldmarshal/contract/readiness';
import { sql } from 'kysely';
import { beforeAll, describe, expect, it } from 'vitest';
import { applyObjects } from '#catalog';
import { as, testEnv, type TestEnv } from '#testing';
import { systemCtx } from '#platform';
import { loadValues } from '../store/value-store.ts';
import { collectMeasures } from './collect-measures.ts';
import { collectors } from './collectors.ts';

const catalog = `
kind: Person
metadata: { name: ada }
spec: { email: ada@example.org, contactMethods: [{ channel: webhook, url: 'https://hook.example/ada' }] }
---
kind: Person
metadata: { name: bo }
spec: { email: bo@example.org }
---
kind: Schedule
metadata: { name: watch }
spec:
  timezone: Etc/UTC
  layers:
    - { name: days, start: 2026-01-01T00:00:00Z, handoff: { type: weekly, length: 1 }, participants: [ada, bo],
        restrictions: [{ days: [MO, TU, WE, TH, FR, SA, SU], from: '00:00', to: '18:00' }] }
---
kind: EscalationPolicy
metadata: { name: crew }
spec: { steps: [{ targets: [{ schedule: watch }] }, { targets: [{ person: bo }] }], fallback: [{ person: ada }] }
---
kind: Team
metadata: { name: crew }
spec: { members: [ada, bo], escalationPolicy: crew }
---
kind: Team
metadata: { name: alone }
spec: {}
---
kind: Product
metadata: { name: search }
spec: { owner: crew, description: Finds things, runbook: 'https://r.example/s', aliases: [finder], dependsOn: [{ product: files }] }
---
kind: Product
metadata: { name: files }
spec: { owner: alone }
---
kind: Product
metadata: { name: notes }
spec: { owner: alone }
---
kind: Runbook
metadata: { name: lost-notes }
spec: { products: [notes], text: Look in the bin. }
---
kind: Application
metadata: { name: hearth }
spec: { publicName: Hearth, products: [search] }
---
kind: Workflow
metadata: { name: find }
spec: { application: hearth, criticality: 1, steps: [{ name: look, products: [search] }] }
---
kind: SLO
metadata: { name: find-works }
spec: { workflow: find, objective: 0.99 }
---
kind: Workflow
metadata: { name: sort }
spec: { application: hearth, criticality: 2, steps: [{ name: sort, products: [search] }] }
---
kind: Environment
metadata: { name: eu }
spec: { products: [{ product: search, version: '2' }, { product: files, version: '1' }] }
---
kind: Environment
metadata: { name: us }
spec: { products: [{ product: search, version: '1' }] }
---
kind: Check
metadata: { name: find-check }
spec: { workflow: find, products: [search], probe: { type: e2e, project: p, file: f, title: [t] }, environments: [{ environment: eu }] }
---
kind: Check
metadata: { name: tls }
spec: { products: [search], probe: { type: tcp, host: h.example, port: 443 }, environments: [{ environment: eu }] }
`;

let env: TestEnv;

async function valuesOf(product: string): Promise<Record<string, unknown>> {
  const values = (await loadValues(env.databases.web, [product])).get(product) ?? new Map();
  return Object.fromEntries(
    [...values].map(([name, { value }]: [string, { value: unknown }]) => [name, value]),
  );
}

beforeAll(async () => {
  env = await testEnv();
  const files = catalog.split('\n---\n').map((each, index) => ({
    path: `${index}.yaml`,
    text: `apiVersion: fieldmarshal/v1\n${each.trim()}\n`,
  }));
  await applyObjects(as(env, 'root', ['admin']), { files, dryRun: false, prune: false });
});

/** Ten incidents of search: pages acknowledged after 1 to 10 minutes, one exhausted, one SEV1 without a Field Marshal, two drills. */
async function history(): Promise<void> {
  const db = env.databases.web;
  await sql`
    insert into incident (id, number, seq, fold_version, fold, title, summary, severity, severity_rank, state, is_open, drill, product,
      teams, declared_at, changed_at, counts)
    select 'INC-' || n, n, 1, 1, '{}', 't', '', case when n = 1 then 'SEV1' else 'SEV3' end, 1, 'resolved', false, n > 10, 'search', '{}',
      now() - interval '5 days', now(), '{}' from generate_series(1, 12) n`.execute(db);
  await sql`
    insert into page (id, incident_id, person, token_hash, title, reason, known, state, opened_at, ended_at)
    select 'P-' || n, 'INC-' || n, 'ada', 'h' || n, 't', 'r', '[]', 'acknowledged', now() - interval '5 days',
      now() - interval '5 days' + n * interval '1 minute' from generate_series(1, 12) n`.execute(db);
  await sql`
    insert into escalation (id, incident_id, scope, title, reason, known, state, status, started_at)
    values ('E-1', 'INC-2', 'incident', 't', 'r', '[]', '{}', 'exhausted', now())`.execute(db);
  await sql`
    insert into incident_action (incident_id, number, title, aim, state, due_on, drill, added_at)
    values ('INC-1', 1, 'a', 'prevent', 'open', '2026-01-01', false, now()), ('INC-1', 2, 'b', 'prevent', 'done', '2026-01-01', false, now()),
      ('INC-11', 1, 'c', 'prevent', 'open', '2026-01-01', true, now())`.execute(db);
  const run = randomUUID();
  await sql`
    insert into check_run (id, check_name, environment, place, type, state, due_at, measures)
    values (${run}, 'tls', 'eu', '', 'tls', 'ended', now() - interval '12 hours', '{"certificateDays": 20.2}')`.execute(
    db,
  );
  await sql`
    insert into check_cell (check_name, environment, every_ms, paused, state, since, run_id, last_run_at)
    values ('tls', 'eu', 60000, false, 'ok', now(), ${run}, now()), ('find-check', 'eu', 60000, true, 'ok', now(), null, now())`.execute(
    db,
  );
  await sql`
    insert into check_episode (id, check_name, environment, started_at, run_id, reason, raised, verdict)
    select gen_random_uuid(), 'find-check', 'eu', now(), ${run}, 'r', true, case when n < 5 then 'real' else 'false' end
    from generate_series(1, 5) n`.execute(db);
  await sql`
    insert into call_seen (caller, callee, environment, calls, failed, first_at, last_at)
    values ('search', 'files', 'eu', 5, 0, now(), now()), ('files', 'search', 'eu', 5, 0, now(), now()),
      ('search', 'elsewhere', 'eu', 5, 0, now(), now())`.execute(db);
  await sql`
    insert into ambush (id, plan, schedule, person, asked_at, answer_by, state, answer_ms, ways_left, tests)
    select 'AM-' || state, 'p', 'watch', 'ada', now() - interval '9 days', now() - interval '9 days' + interval '10 minutes', state, ms, '[]'::jsonb, '{}'::text[]
    from (values ('answered', 60000), ('missed', null), ('called-off', null)) of (state, ms)
    union all select 'AM-bo', 'p', 'watch', 'bo', now() - interval '9 days', now() - interval '8 days', 'answered', 90000, '[]'::jsonb, '{}'::text[]`.execute(
    db,
  );
  await sql`
    update incident set is_open = false, resolved_at = now() - (number - 7) * interval '1 day', origin_kind = 'drill', origin_id = id,
      field_marshal = case when number = 11 then 'ada' end where drill`.execute(db);
  await sql`update incident set is_open = true where id = 'INC-1'`.execute(db);
  await sql`
    insert into alert_group (route, key, labels, state, action, title, integration, integration_name, incident_id, opened_at)
    values ('r', 'k', '{}', 'open', 'incident', 't', 'i', 'i', 'INC-1', now())`.execute(db);
  await sql`
    insert into alert (integration, integration_name, source, dedup_key, episode, state, title, labels, annotations, content_hash, starts_at,
      received_at, last_seen_at, changed_at, count, route, product, group_id, silenced_by)
    select 'i', 'i', 's', n::text, 9223372036854775807, 'firing', 't', '{}', '{}', 1, now() - case n when 1 then interval '8 days' when 4
      then interval '1 minute' else interval '2 hours' end, now(), now(), now(), 1, 'r', 'search',
      case when n = 3 then (select id from alert_group) end, case when n = 2 then array['s'] end from generate_series(1, 4) n`.execute(
    db,
  );
  await sql`insert into link_probe (url, tried_at, alive) values ('https://r.example/s', now(), true)`.execute(
    db,
  );
}

describe('the platform measures', () => {
  it('everything that it says it does, and nothing else', () => {
    const measured = collectors.flatMap(({ measures }) => measures);
    expect(measured.toSorted()).toEqual(builtInMeasures.map(({ name }) => name).toSorted());
  });

  it('a product with a history as it is reckoned by hand', async () => {
    await history();
    await collectMeasures(systemCtx(env, 'test'));
    expect(await valuesOf('search')).toEqual({
      description_set: true,
      runbook_set: true,
      dashboard_set: false,
      signals_named: true,
      public_name_set: true,
      applications: 1,
      environments: 2,
      versions: 2,
      versions_behind: 1,
      dependencies_declared: 1,
      owner_people: 2,
      escalation_policy_set: true,
      escalation_steps: 2,
      escalation_fallback_set: true,
      // 6 of 24 hours, for 14 days.
      oncall_gap_hours: 84,
      oncall_people: 2,
      // Nobody set up a mail server, so bo's address is of no use.
      reachable_people: 1,
      unreachable_people: 1,
      pages_90d: 10,
      // Between the ninth and the tenth of 1 to 10 minutes.
      ack_p90_minutes: 9.1,
      pages_exhausted_90d: 1,
      // Of ada and bo; what was called off counts in nothing. The missed one was waited for 10 minutes.
      test_pages_90d: 3,
      test_pages_answered_percent: 66,
      test_pages_p90_minutes: 10,
      runbook_alive: true,
      incidents_90d: 10,
      serious_unled_90d: 1,
      rca_unanswered: 0,
      rca_overdue: 0,
      actions_overdue: 1,
      // Of four that fire: one is silenced, one is in an incident that is open, one began just now.
      alerts_left_firing: 1,
      alerts_unowned: 1,
      // The other drill was ended before anybody led in it.
      drill_days: 4,
      checks: 2,
      checks_silent: 1,
      critical_workflows: 2,
      critical_workflows_without_slo: 1,
      critical_workflows_unchecked: 1,
      check_verdicts_90d: 5,
      check_precision: 80,
      certificate_days: 19,
      calls_seen: 2,
      dependencies_undeclared: 0,
      changes_90d: 0,
    });
  });

  it('a runbook of the catalog as one that is there and opens', async () => {
    expect(await valuesOf('notes')).toMatchObject({ runbook_set: true, runbook_alive: true });
    expect(await valuesOf('files')).toMatchObject({ runbook_set: false });
  });

  it('nothing of a product that nobody knows anything of: what is not known has no value', async () => {
    expect(await valuesOf('files')).toMatchObject({
      escalation_policy_set: false,
      owner_people: 0,
      dependencies_undeclared: 1,
      pages_90d: 0,
    });
    const unknown = [
      'ack_p90_minutes',
      'drill_days',
      'check_precision',
      'certificate_days',
      'test_pages_p90_minutes',
      'runbook_alive',
      'oncall_gap_hours',
      'public_name_set',
    ];
    const values = await valuesOf('files');
    expect(unknown.filter((name) => name in values)).toEqual([]);
  });
});
