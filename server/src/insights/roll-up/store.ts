import {
  incidentSchema,
  isKnownEvent,
  whoSchema,
  type Incident,
  type IncidentEvent,
} from '@fieldmarshal/contract/incidents';
import type { ImpactRow } from '@fieldmarshal/contract/impact';
import { sql, type Kysely } from 'kysely';
import type { DB } from '#platform';
import { rolledTypes, rollVersion, type AlertSeen, type Rolled, type Worked } from '../core/roll-up.ts';

type Db = Kysely<DB>;

/** Incidents whose log or impact went on since they were rolled up, or that were rolled up by another version; oldest first. */
export async function dueIncidents(db: Db, limit: number): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select i.id from incident i left join insight_incident r on r.incident_id = i.id left join impact m on m.incident_id = i.id
    where r.incident_id is null or r.seq <> i.seq or r.version <> ${rollVersion} or m.assessed_at > r.rolled_at
    order by i.number limit ${limit}`.execute(db);
  return rows.map(({ id }) => id);
}

interface FoldRow {
  readonly id: string;
  readonly fold: unknown;
  readonly rows: ImpactRow[] | null;
}

export interface Loaded {
  readonly incident: Incident;
  readonly impact: readonly ImpactRow[];
}

/** Folds as they are stored; one of another version of the fold is left for the moment somebody writes to it or reads it. */
export async function loadFolds(
  db: Db,
  ids: readonly string[],
): Promise<{ folds: Loaded[]; unread: string[] }> {
  const { rows } = await sql<FoldRow>`
    select i.id, i.fold, m.rows from incident i left join impact m on m.incident_id = i.id where i.id = any(${ids})`.execute(
    db,
  );
  const read = rows.map(({ id, fold, rows: impact }) => ({
    id,
    fold: incidentSchema.safeParse(fold),
    impact,
  }));
  return {
    folds: read.flatMap(({ fold, impact }) =>
      fold.success ? [{ incident: fold.data, impact: impact ?? [] }] : [],
    ),
    unread: read.flatMap(({ id, fold }) => (fold.success ? [] : [id])),
  };
}

/** Entries that matter, by incident, oldest first. */
export async function loadRolledEvents(
  db: Db,
  ids: readonly string[],
): Promise<Map<string, IncidentEvent[]>> {
  const rows = await db
    .selectFrom('incident_event')
    .select(['incident_id', 'seq', 'id', 'at', 'actor', 'type', 'version', 'data'])
    .where('incident_id', 'in', [...ids])
    .where('type', 'in', [...rolledTypes])
    .orderBy('incident_id')
    .orderBy('seq')
    .execute();
  const events = rows.flatMap((row): IncidentEvent[] => {
    const event = {
      ...{ incidentId: row.incident_id, seq: row.seq, id: row.id, at: row.at.toISOString() },
      ...{ actor: whoSchema.parse(row.actor), type: row.type, version: row.version, data: row.data },
    };
    return isKnownEvent(event) ? [event] : [];
  });
  return Map.groupBy(events, ({ incidentId }) => incidentId);
}

/** Alerts of each incident. */
export async function loadAlerts(db: Db, ids: readonly string[]): Promise<Map<string, AlertSeen[]>> {
  const { rows } = await sql<{ incident_id: string; starts: Date; received: Date; is_check: boolean }>`
    select g.incident_id, a.starts_at as starts, a.received_at as received, a.integration = 'checks' as is_check
    from alert_group g join alert a on a.group_id = g.id where g.incident_id = any(${ids})`.execute(db);
  return new Map(
    [...Map.groupBy(rows, ({ incident_id: id }) => id)].map(([id, own]) => [
      id,
      own.map(({ starts, received, is_check: isCheck }) => ({
        ...{ startsAt: starts.getTime(), receivedAt: received.getTime(), isCheck },
      })),
    ]),
  );
}

export async function loadWorked(db: Db, ids: readonly string[]): Promise<Map<string, Worked[]>> {
  const { rows } = await sql<{ incident_id: string; person: string; from_at: Date; to_at: Date }>`
    select incident_id, actor->>'person' as person, min(at) as from_at, max(at) as to_at from incident_event
    where incident_id = any(${ids}) and actor->>'person' is not null and type not like 'action-%' and type not like 'factor-%'
      and type not in ('review-written', 'reviewed')
    group by 1, 2`.execute(db);
  return new Map(
    [...Map.groupBy(rows, ({ incident_id: id }) => id)].map(([id, own]) => [
      id,
      own.map(({ person, from_at: from, to_at: to }) => ({
        person,
        fromAt: from.getTime(),
        toAt: to.getTime(),
      })),
    ]),
  );
}

/** Puts rolled-up incidents in place of what was there. */
export async function storeRolled(
  db: Db,
  rolled: readonly (Rolled & { readonly seq: number })[],
): Promise<void> {
  const rows = rolled.map((one) => ({
    ...{ incident_id: one.id, seq: one.seq, version: rollVersion, counts: one.counts, title: one.title },
    ...{
      severity: one.severity,
      product: one.product,
      team: one.team,
      environment: one.environment,
      hub: one.hub,
    },
    ...{
      state: one.state,
      declared_at: new Date(one.declaredAt),
      reopened: one.reopened,
      found_by: one.foundBy,
    },
    ...{ false_alarm: one.isFalseAlarm, detect_ms: one.times.detect, acknowledge_ms: one.times.acknowledge },
    ...{ marshal_ms: one.times.marshal, assess_ms: one.times.assess, message_ms: one.times.message },
    ...{
      mitigate_ms: one.times.mitigate,
      resolve_ms: one.times.resolve,
      cause_kind: one.cause?.kind ?? null,
    },
    ...{ cause_name: one.cause?.name ?? null, cause_title: one.cause?.title ?? null },
    ...{ user_minutes: one.userMinutes, customers: one.customers, pages: one.pages },
    ...{ people: one.people, person_minutes: one.personMinutes },
  }));
  await sql`
    insert into insight_incident (incident_id, seq, version, rolled_at, counts, title, severity, product, team, environment, hub, state,
      declared_at, reopened, found_by, false_alarm, detect_ms, acknowledge_ms, marshal_ms, assess_ms, message_ms, mitigate_ms, resolve_ms,
      cause_kind, cause_name, cause_title, user_minutes, customers, pages, people, person_minutes)
    select incident_id, seq, version, now(), counts, title, severity, product, team, environment, hub, state,
      declared_at, reopened, found_by, false_alarm, detect_ms, acknowledge_ms, marshal_ms, assess_ms, message_ms, mitigate_ms, resolve_ms,
      cause_kind, cause_name, cause_title, user_minutes, customers, pages, people, person_minutes
    from jsonb_populate_recordset(null::insight_incident, ${JSON.stringify(rows)}::jsonb)
    on conflict (incident_id) do update set (seq, version, rolled_at, counts, title, severity, product, team, environment, hub, state,
      declared_at, reopened, found_by, false_alarm, detect_ms, acknowledge_ms, marshal_ms, assess_ms, message_ms, mitigate_ms, resolve_ms,
      cause_kind, cause_name, cause_title, user_minutes, customers, pages, people, person_minutes)
    = (excluded.seq, excluded.version, excluded.rolled_at, excluded.counts, excluded.title, excluded.severity, excluded.product,
      excluded.team, excluded.environment, excluded.hub, excluded.state, excluded.declared_at, excluded.reopened, excluded.found_by,
      excluded.false_alarm, excluded.detect_ms, excluded.acknowledge_ms, excluded.marshal_ms, excluded.assess_ms, excluded.message_ms,
      excluded.mitigate_ms, excluded.resolve_ms, excluded.cause_kind, excluded.cause_name, excluded.cause_title, excluded.user_minutes,
      excluded.customers, excluded.pages, excluded.people, excluded.person_minutes)`.execute(db);
}

const keptDays = 3;

/**
 * Alerts of each rule on each day, of the last days; of all days where none were counted yet. Alerts are deleted after a while, their counts
 * stay. Those of a live drill are its own doing, and count nowhere.
 */
export async function countRules(db: Db): Promise<void> {
  await sql`
    with since as (
      select case when exists (select from insight_rule_day) then (now() at time zone 'UTC')::date - ${keptDays}::int
        else '-infinity'::date end as day),
    counted as (
      select (a.received_at at time zone 'UTC')::date as day,
        left(coalesce(nullif(a.labels->>'alertname', ''), nullif(a.labels->>'check', ''), a.title), 200) as rule,
        coalesce(a.product, '') as product, coalesce(a.environment, '') as environment, coalesce(g.incident_id, '') as incident_id,
        count(*)::int as alerts, count(*) filter (where cardinality(coalesce(a.silenced_by, '{}')) > 0)::int as silenced
      from alert a left join alert_group g on g.id = a.group_id left join incident i on i.id = g.incident_id, since
      where (a.received_at at time zone 'UTC')::date >= since.day and i.drill is not true group by 1, 2, 3, 4, 5),
    gone as (
      delete from insight_rule_day d using since where d.day >= since.day
        and not exists (select from counted c where (c.day, c.rule, c.product, c.environment, c.incident_id)
          = (d.day, d.rule, d.product, d.environment, d.incident_id)))
    insert into insight_rule_day (day, rule, product, environment, incident_id, alerts, silenced)
    select day, rule, product, environment, incident_id, alerts, silenced from counted
    on conflict (day, rule, product, environment, incident_id)
      do update set alerts = excluded.alerts, silenced = excluded.silenced`.execute(db);
}
