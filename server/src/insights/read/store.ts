import type { Severity } from '@fieldmarshal/contract';
import type { Finder, InsightsFilter } from '@fieldmarshal/contract/insights';
import { sql, type Kysely, type RawBuilder } from 'kysely';
import type { DB } from '#platform';
import type { Aftermath, Known, PageFact } from '../core/facts.ts';

type Db = Kysely<DB>;

interface Row {
  readonly id: string;
  readonly title: string;
  readonly severity: Severity | null;
  readonly product: string | null;
  readonly team: string | null;
  readonly environment: string | null;
  readonly hub: string | null;
  readonly state: string;
  readonly declared: number;
  readonly reopened: number;
  readonly found_by: Finder;
  readonly false_alarm: boolean;
  readonly detect: number | null;
  readonly acknowledge: number | null;
  readonly marshal: number | null;
  readonly assess: number | null;
  readonly message: number | null;
  readonly mitigate: number | null;
  readonly resolve: number | null;
  readonly cause_kind: string | null;
  readonly cause_name: string | null;
  readonly cause_title: string | null;
  readonly user_minutes: number | null;
  readonly customers: Record<string, number> | null;
  readonly pages: readonly PageFact[] | null;
  readonly people: number;
  readonly person_minutes: number;
  readonly rca: Aftermath['rca'];
  readonly actions: readonly number[] | null;
}

export interface Wanted {
  /** `[start, end)`, milliseconds since 1970. */
  readonly start: number;
  readonly end: number;
  readonly filter: InsightsFilter;
  /** Pages are half of what is read: only where they are counted. */
  readonly withPages: boolean | 'false-alarms';
}

/** Incidents that count, declared in a period, with what came after them. Newest first. Numbers, not instants and JSON: 20,000 rows are read for a page. */
export async function loadKnown(db: Db, { start, end, filter, withPages }: Wanted): Promise<Known[]> {
  const { rows } = await sql<Row>`
    select r.incident_id as id, r.title, r.severity, r.product, r.team, r.environment, r.hub, r.state, r.reopened,
      extract(epoch from r.declared_at)::float8 * 1000 as declared,
      r.found_by, r.false_alarm, r.cause_kind, r.cause_name, r.cause_title, r.user_minutes, r.people, r.person_minutes,
      nullif(r.customers, '{}') as customers,
      r.detect_ms::float8 as detect, r.acknowledge_ms::float8 as acknowledge, r.marshal_ms::float8 as marshal, r.assess_ms::float8 as assess,
      r.message_ms::float8 as message, r.mitigate_ms::float8 as mitigate, r.resolve_ms::float8 as resolve,
      ${pagesWanted(withPages)}, ${rcaState} as rca, a.counts as actions
    from insight_incident r
    left join rca_flag f on f.incident_id = r.incident_id
    left join (${actionCounts}) a on a.incident_id = r.incident_id
    where r.counts and r.declared_at >= ${new Date(start)} and r.declared_at < ${new Date(end)} ${filtered(filter)}
    order by r.declared_at desc, r.incident_id`.execute(db);
  return rows.map(knownOf);
}

function pagesWanted(wanted: Wanted['withPages']): RawBuilder<unknown> {
  if (wanted === false) return sql`null as pages`;
  return wanted === true
    ? sql`nullif(r.pages, '[]') as pages`
    : sql`case when r.false_alarm then r.pages end as pages`;
}

/** The rest of a condition over `insight_incident r`. */
export function filtered({ product, team, environment, severity, hub }: InsightsFilter): RawBuilder<unknown> {
  return sql.join(
    [
      sql``,
      ...(product === undefined ? [] : [sql`r.product = ${product}`]),
      ...(team === undefined ? [] : [sql`r.team = ${team}`]),
      ...(environment === undefined ? [] : [sql`r.environment = ${environment}`]),
      ...(hub === undefined ? [] : [sql`r.hub = ${hub}`]),
      ...(severity === undefined
        ? []
        : [severity === 'none' ? sql`r.severity is null` : sql`r.severity = ${severity}`]),
    ],
    sql` and `,
  );
}

const rcaState = sql`case
  when f.incident_id is null then 'none'
  when f.accepted and f.done_at is not null then 'done'
  when f.accepted and f.due_on < (now() at time zone 'UTC')::date then 'overdue'
  when f.accepted then 'accepted'
  when f.accepted = false then 'dismissed'
  when f.decision in ('rule', 'score') or f.asked_at is not null then 'waiting'
  else 'below' end`;

const actionCounts = sql`
  select incident_id, json_build_array(
    count(*) filter (where state in ('open', 'doing')),
    count(*) filter (where state in ('open', 'doing') and due_on < (now() at time zone 'UTC')::date),
    count(*) filter (where state = 'done'), count(*) filter (where state = 'dropped')) as counts
  from incident_action group by incident_id`;

function knownOf(row: Row): Known {
  const { detect, acknowledge, marshal, assess, message, mitigate, resolve } = row;
  const [unfinished = 0, overdue = 0, done = 0, dropped = 0] = row.actions ?? [];
  const { cause_kind: kind, cause_name: name, cause_title: title } = row;
  return {
    ...{ id: row.id, title: row.title, severity: row.severity, product: row.product, team: row.team },
    ...{ environment: row.environment, hub: row.hub, state: row.state, reopened: row.reopened },
    ...{ declaredAt: row.declared, foundBy: row.found_by, isFalseAlarm: row.false_alarm },
    times: { detect, acknowledge, marshal, assess, message, mitigate, resolve },
    cause: kind === null || name === null ? null : { kind, name, title: title ?? name },
    ...{
      userMinutes: row.user_minutes,
      customers: row.customers ?? {},
      pages: row.pages ?? [],
      people: row.people,
    },
    ...{ personMinutes: row.person_minutes, rca: row.rca },
    actions: { unfinished, overdue, done, dropped },
  };
}
