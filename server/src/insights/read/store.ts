import type { Severity } from '@fieldmarshal/contract';
import type { Finder, InsightsFilter } from '@fieldmarshal/contract/insights';
import { sql, type Kysely, type RawBuilder } from 'kysely';
import type { DB } from '#platform';
import type { Aftermath, Known, PageFact } from '../core/facts.ts';

type Db = Kysely<DB>;
type Ms = number | null;

/** What `insight_facts` of the database packs, in its order. */
type Facts = readonly [
  id: string,
  title: string,
  severity: Severity | null,
  product: string | null,
  team: string | null,
  environment: string | null,
  hub: string | null,
  state: string,
  reopened: number,
  declaredAt: number,
  foundBy: Finder,
  isFalseAlarm: boolean,
  times: readonly [Ms, Ms, Ms, Ms, Ms, Ms, Ms],
  cause: readonly [kind: string | null, name: string | null, title: string | null],
  userMinutes: number | null,
  customers: Readonly<Record<string, number>>,
  people: number,
  personMinutes: number,
];
type Packed = readonly [
  facts: Facts,
  rca: Aftermath['rca'],
  actions: readonly number[] | null,
  pages: readonly PageFact[] | null,
];

export interface Wanted {
  /** `[start, end)`, milliseconds since 1970. */
  readonly start: number;
  readonly end: number;
  readonly filter: InsightsFilter;
  /** Pages are half of what is read: only where they are counted. */
  readonly withPages: boolean | 'false-alarms';
}

/**
 * Incidents that count, declared in a period, with what came after them. Newest first. 20,000 are read for a page: they come as one text of
 * what was packed when they were rolled up, since taking rows and columns apart took longer than all else.
 */
export async function loadKnown(db: Db, { start, end, filter, withPages }: Wanted): Promise<Known[]> {
  const { rows } = await sql<{ known: readonly Packed[] }>`
    select coalesce('[' || string_agg('[' || k.facts || ',"' || k.rca || '",' || coalesce(k.counts, 'null') || ',' || k.pages || ']', ','
      order by k.declared_at desc, k.incident_id) || ']', '[]')::json as known
    from (
      select r.incident_id, r.declared_at, r.facts, ${rcaState} as rca, a.counts, ${pagesWanted(withPages)} as pages
      from insight_incident r
      left join rca_flag f on f.incident_id = r.incident_id
      left join (${actionCounts}) a on a.incident_id = r.incident_id
      where r.counts and r.declared_at >= ${new Date(start)} and r.declared_at < ${new Date(end)} ${filtered(filter)}) k`.execute(
    db,
  );
  return (rows[0]?.known ?? []).map(knownOf);
}

function pagesWanted(wanted: Wanted['withPages']): RawBuilder<unknown> {
  if (wanted === false) return sql`'null'`;
  return wanted === true
    ? sql`r.pages::text`
    : sql`case when r.false_alarm then r.pages::text else 'null' end`;
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
    count(*) filter (where state = 'done'), count(*) filter (where state = 'dropped'))::text as counts
  from incident_action group by incident_id`;

function knownOf([facts, rca, actions, pages]: Packed): Known {
  const [id, title, severity, product, team, environment, hub, state, reopened, declaredAt, ...rest] = facts;
  const [foundBy, isFalseAlarm, times, cause, userMinutes, customers, people, personMinutes] = rest;
  const [detect, acknowledge, marshal, assess, message, mitigate, resolve] = times;
  const [unfinished = 0, overdue = 0, done = 0, dropped = 0] = actions ?? [];
  const [kind, name, causeTitle] = cause;
  return {
    id,
    title,
    severity,
    product,
    team,
    environment,
    hub,
    state,
    declaredAt,
    reopened,
    foundBy,
    isFalseAlarm,
    times: { detect, acknowledge, marshal, assess, message, mitigate, resolve },
    cause: kind === null || name === null ? null : { kind, name, title: causeTitle ?? name },
    userMinutes,
    customers,
    pages: pages ?? [],
    people,
    personMinutes,
    rca,
    actions: { unfinished, overdue, done, dropped },
  };
}
