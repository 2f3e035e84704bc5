import { sql } from 'kysely';
import { describe, expect, test } from 'vitest';
import { systemCtx } from '#platform';
import { testEnv } from '#testing';
import { domainHandlers } from './domains.ts';

const env = await testEnv();
const db = env.databases.web;
const dayMs = 86_400_000;

/** Runs every job that deletes old rows, once. */
async function sweepAll(): Promise<void> {
  const jobs = domainHandlers.filter(({ task }) => task.name.endsWith('.retention'));
  expect(jobs.map(({ task }) => task.name).sort()).toEqual([
    'checks.retention',
    'delivery.retention',
    'identity.retention',
    'insights.retention',
    'localisation.retention',
    'oncall.retention',
    'platform.retention',
    'readiness.retention',
    'relay.retention',
    'signals.retention',
  ]);
  for (const job of jobs) await job.run(systemCtx(env, 'test'), {});
}

async function count(table: string): Promise<number> {
  const { rows } = await sql<{ n: number }>`select count(*)::int as n from ${sql.table(table)}`.execute(db);
  return rows[0]?.n ?? 0;
}

const alert = (key: string, resolved: string, lastSeen = resolved) =>
  sql`
  insert into alert (integration, integration_name, source, dedup_key, episode, state, title, labels, annotations, content_hash,
    starts_at, received_at, last_seen_at, changed_at, resolved_at, resolved_by, count, route)
  select 'i', 'i', 'events', ${key}, case when ${resolved} = 'open' then 9223372036854775807 else 1 end,
    case when ${resolved} = 'open' then 'firing' else 'resolved' end, 'title', '{}', '{}', 1, now(), now(),
    now() + ${lastSeen === 'open' ? '0' : lastSeen}::interval, now(),
    case when ${resolved} = 'open' then null else now() + ${resolved === 'open' ? '0' : resolved}::interval end,
    case when ${resolved} = 'open' then null else 'sender' end, 1, 'unrouted' returning id`.execute(db);

describe('what is over is deleted after its time, and not before:', () => {
  test('facts, in batches, from the oldest; what is younger stays', async () => {
    await sql`insert into fact (type, subject, data, at) select 'old', n::text, '{}', now() from generate_series(1, 2500) n`.execute(
      db,
    );
    await env.fastForward(20 * dayMs);
    await sql`insert into fact (type, subject, data, at) values ('young', '', '{}', now())`.execute(db);
    await sweepAll();
    expect(await count('fact')).toBe(2501);
    await env.fastForward(11 * dayMs);
    await sweepAll();
    expect(await count('fact')).toBe(1);
  });

  test('keys of feedback, as long as an answer that waited may come again', async () => {
    await sql`insert into feedback_key values ('k', now() - interval '399 days'), ('old', now() - interval '401 days')`.execute(
      db,
    );
    await sweepAll();
    const { rows } = await sql`select key from feedback_key`.execute(db);
    expect(rows).toEqual([{ key: 'k' }]);
  });

  test('answers under idempotency keys', async () => {
    await sql`insert into idempotency values ('a', 'k', 'r', '{}', now())`.execute(db);
    await env.fastForward(2 * dayMs);
    await sweepAll();
    expect(await count('idempotency')).toBe(1);
    await env.fastForward(2 * dayMs);
    await sweepAll();
    expect(await count('idempotency')).toBe(0);
  });

  test('messages with their attempts, once nothing more is done for them', async () => {
    await sql`insert into delivery (key, channel, destination, message, regarding, state, attempts, detail, due_at, settled_at, created_at)
      values ('done', 'email', 'a@b', '{}', 'PG-1', 'sent', 1, '', now(), now(), now()),
             ('waiting', 'email', 'a@b', '{}', 'PG-1', 'queued', 0, '', now(), null, now())`.execute(db);
    await sql`insert into delivery_attempt select id, 1, now(), now(), 'sent', false, '' from delivery where key = 'done'`.execute(
      db,
    );
    await env.fastForward(91 * dayMs);
    await sweepAll();
    expect(await db.selectFrom('delivery').select('key').execute()).toEqual([{ key: 'waiting' }]);
    expect(await count('delivery_attempt')).toBe(0);
  });

  test('rings of ended pages; the page stays', async () => {
    await sql`insert into escalation (id, incident_id, scope, title, reason, known, state, status, started_at)
      values ('ES-1', 'INC-1', '', 't', '', '[]', '{}', 'stopped', now())`.execute(db);
    await sql`insert into page (id, incident_id, person, token_hash, title, reason, known, state, opened_at, ended_at)
      values ('PG-1', 'INC-1', 'ada', 'a', 't', '', '[]', 'acknowledged', now(), now()), ('PG-2', 'INC-1', 'bo', 'b', 't', '', '[]', 'open', now(), null)`.execute(
      db,
    );
    await sql`insert into page_ring (page_id, escalation_id, ring, method, channel, destination, delivery_key, why, due_at, made_at)
      select p, 'ES-1', r, 0, 'email', 'a@b', p || r, '', now(), now() from unnest(array['PG-1', 'PG-2']) p, unnest(array['r0s0', 'r0s1']) r`.execute(
      db,
    );
    await env.fastForward(91 * dayMs);
    await sweepAll();
    expect(await db.selectFrom('page_ring').select('page_id').distinct().execute()).toEqual([
      { page_id: 'PG-2' },
    ]);
    expect(await count('page')).toBe(2);
  });

  test('resolved alerts with their events; open ones, and those that their sender still repeats, stay', async () => {
    await alert('open', 'open');
    await alert('repeated', '0', '400 days');
    await alert('gone', '0');
    await sql`insert into alert_event (alert_id, at, type, actor) select id, now(), 'fired', '' from alert`.execute(
      db,
    );
    await env.fastForward(401 * dayMs);
    await sweepAll();
    const left = await db.selectFrom('alert').select('dedup_key as key').orderBy('dedup_key').execute();
    expect(left).toEqual([{ key: 'open' }, { key: 'repeated' }]);
    expect(await count('alert_event')).toBe(2);
  });

  test('what was not understood, ended silences, changes', async () => {
    await sql`insert into unparsed_signal (integration, integration_name, endpoint, content_type, headers, body, reason, state, received_at)
      values ('i', 'i', '/', '', '{}', '', '', 'kept', now())`.execute(db);
    await sql`insert into silence values (gen_random_uuid(), 'silence', 't', '[]', '{}', '{}', now(), now(), 'a', null, now(), now())`.execute(
      db,
    );
    await sql`insert into change (integration, integration_name, source, external_id, summary, details, links, at, received_at)
      values ('i', 'i', 'events', 'x', 's', '{}', '[]', now(), now())`.execute(db);
    await env.fastForward(89 * dayMs);
    await sweepAll();
    expect([await count('unparsed_signal'), await count('silence'), await count('change')]).toEqual([
      1, 1, 1,
    ]);
    await env.fastForward(312 * dayMs);
    await sweepAll();
    expect([await count('unparsed_signal'), await count('silence'), await count('change')]).toEqual([
      0, 0, 0,
    ]);
  });
  test('a window that was called off before its time stays until that time is long over', async () => {
    const planned = (name: string, days: number) =>
      sql`
      insert into silence (id, kind, title, matchers, products, environments, starts_at, ends_at, created_by, created_at, updated_at, source, planned_for)
      values (gen_random_uuid(), 'maintenance', ${name}, '[]', '{}', '{}', now(), now(), 'a', now(), now(), ${name}, now() + ${days} * interval '1 day')`.execute(
        db,
      );
    await planned('soon', 1);
    await planned('far', 300);
    await env.fastForward(440 * dayMs);
    await sweepAll();
    const left = await db.selectFrom('silence').select('title').execute();
    expect(left).toEqual([{ title: 'far' }]);
  });
  test('handovers that are over; an open one stays, however old', async () => {
    const handover = (id: string, status: string) =>
      sql`
      insert into handover (id, schedule, ends_at, change_at, outgoing, incoming, status, late, limit_minutes, note, escalated_to, made_at,
        accepted_at, void_why)
      values (${id}, ${id}, now(), now(), '[]', '[]', ${status}, false, 15, '', '[]', now(),
        case when ${status} = 'accepted' then now() end, case when ${status} = 'void' then 'gone' end)`.execute(
        db,
      );
    await handover('HO-1', 'accepted');
    await handover('HO-2', 'void');
    await handover('HO-3', 'escalated');
    await env.fastForward(399 * dayMs);
    await sweepAll();
    expect(await count('handover')).toBe(3);
    await env.fastForward(2 * dayMs);
    await sweepAll();
    const { rows } = await sql<{ id: string }>`select id from handover`.execute(db);
    expect(rows).toEqual([{ id: 'HO-3' }]);
  });

  test('days and changes of readiness', async () => {
    await sql`insert into readiness_day values ('product', 'p', now()::date, 4, 1, 1, 0, 0)`.execute(db);
    await sql`insert into readiness_change (at, product, standard, before, after, why)
      values (now(), 'p', 's', 'met', 'missed', 'w')`.execute(db);
    await env.fastForward(399 * dayMs);
    await sweepAll();
    expect([await count('readiness_day'), await count('readiness_change')]).toEqual([1, 1]);
    await env.fastForward(3 * dayMs);
    await sweepAll();
    expect([await count('readiness_day'), await count('readiness_change')]).toEqual([0, 0]);
  });

  test('runs of checks with what they left behind', async () => {
    const run = async () => {
      const { rows } = await sql<{ id: string }>`
        insert into check_run (id, check_name, environment, place, type, state, due_at)
        values ((lpad(to_hex((extract(epoch from now()) * 1000)::bigint), 12, '0') || '7000' || '8' || repeat('0', 15))::uuid,
          'home', 'eu', '', 'http', 'ended', now()) returning id`.execute(db);
      await sql`insert into check_artefact (run_id, name, kind, content_type, bytes, sha256, state)
        values (${rows[0]?.id}, 'a.png', 'screenshot', 'image/png', 1, 'x', 'announced')`.execute(db);
    };
    await run();
    await env.fastForward(29 * dayMs);
    await run();
    await sweepAll();
    expect(await count('check_run')).toBe(2);
    await env.fastForward(2 * dayMs);
    await sweepAll();
    expect([await count('check_run'), await count('check_artefact')]).toEqual([1, 1]);
  });
});
