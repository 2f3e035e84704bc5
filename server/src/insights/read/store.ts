import type { Severity } from '@fieldmarshal/contract';
import type { Finder, InsightsFilter } from '@fieldmarshal/contract/insights';
import { sql, type Kysely, type RawBuilder } from 'kysely';
import type { DB } from '#platform';
import type { Aftermath, IncidentFacts, PageFact } from '../core/facts.ts';

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
export interface Wanted {
  /** `[start, end)`, milliseconds since 1970. */
  readonly start: number;
  readonly end: number;
  readonly filter: InsightsFilter;
}

/** An incident as a list names it: which version of its facts holds now, and what came after it, as text. */
export interface Listed {
  readonly id: string;
  readonly revision: string;
  readonly aftermath: string;
}

/**
 * Incidents that count, declared in a period, newest first. 20,000 of them are read for a page: they come as one text, since taking rows
 * and columns apart takes longer than all else.
 */
export async function listKnown(db: Db, { start, end, filter }: Wanted): Promise<Listed[]> {
  const { rows } = await sql<{ list: string | null }>`
    select string_agg(k.line, E'\n' order by k.declared_at desc, k.incident_id) as list
    from (
      select r.incident_id, r.declared_at, r.incident_id || ' ' || r.revision || ' ' || ${rcaState} || coalesce(a.counts, '') as line
      from insight_incident r
      left join rca_flag f on f.incident_id = r.incident_id
      left join (${actionCounts}) a on a.incident_id = r.incident_id
      where r.counts and r.declared_at >= ${new Date(start)} and r.declared_at < ${new Date(end)} ${filtered(filter)}) k`.execute(
    db,
  );
  return (rows[0]?.list ?? '').split('\n').flatMap((line) => {
    const [first, second] = [line.indexOf(' '), line.indexOf(' ', line.indexOf(' ') + 1)];
    if (first < 0) return [];
    return {
      id: line.slice(0, first),
      revision: line.slice(first + 1, second),
      aftermath: line.slice(second + 1),
    };
  });
}

/** What {@link Listed} says of what came after, such as `done 1 0 2 0`. */
export function aftermathOf(text: string): Aftermath {
  const [state, ...counts] = text.split(' ');
  const [unfinished = 0, overdue = 0, done = 0, dropped = 0] = counts.map(Number);
  return {
    rca: rcaStates.find((one) => one === state) ?? 'none',
    actions: { unfinished, overdue, done, dropped },
  };
}

const rcaStates = ['none', 'below', 'waiting', 'accepted', 'dismissed', 'done', 'overdue'] as const;

type Packed = readonly [revision: string, facts: Facts, pages: readonly PageFact[]];

/** Facts of incidents, each with the revision that they are of. */
export async function loadFacts(
  db: Db,
  ids: readonly string[],
): Promise<{ readonly revision: string; readonly facts: IncidentFacts }[]> {
  const { rows } = await sql<{ packed: string | null }>`
    select '[' || string_agg('["' || revision || '",' || facts || ',' || pages::text || ']', ',') || ']' as packed
    from insight_incident where incident_id = any(${[...ids]})`.execute(db);
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- what `insight_facts` packs, and the roll-up wrote
  const packed = JSON.parse(rows[0]?.packed ?? '[]') as readonly Packed[];
  return packed.map(([revision, facts, pages]) => ({ revision, facts: factsOf(facts, pages) }));
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
  select incident_id, ' ' || count(*) filter (where state in ('open', 'doing'))
    || ' ' || count(*) filter (where state in ('open', 'doing') and due_on < (now() at time zone 'UTC')::date)
    || ' ' || count(*) filter (where state = 'done') || ' ' || count(*) filter (where state = 'dropped') as counts
  from incident_action group by incident_id`;

function factsOf(facts: Facts, pages: readonly PageFact[]): IncidentFacts {
  const [id, title, severity, product, team, environment, hub, state, reopened, declaredAt, ...rest] = facts;
  const [foundBy, isFalseAlarm, times, cause, userMinutes, customers, people, personMinutes] = rest;
  const [detect, acknowledge, marshal, assess, message, mitigate, resolve] = times;
  const [kind, name, causeTitle] = cause;
  return {
    ...{ id, title, severity, product, team, environment, hub, state, declaredAt, reopened, foundBy },
    ...{ isFalseAlarm, userMinutes, customers, pages, people, personMinutes },
    times: { detect, acknowledge, marshal, assess, message, mitigate, resolve },
    cause: kind === null || name === null ? null : { kind, name, title: causeTitle ?? name },
  };
}
