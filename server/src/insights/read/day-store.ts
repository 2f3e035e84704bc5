import type { CheckWorth, InsightsFilter } from '@fieldmarshal/contract/insights';
import { sql, type Kysely } from 'kysely';
import type { DB } from '#platform';
import type { RuleAlerts } from '../core/noise.ts';
import type { Period } from '../core/period.ts';

type Db = Kysely<DB>;
type Days = Pick<Period, 'from' | 'to'>;

/** Alerts by rule and incident, over the days. `products`: only of these; null: of any. */
export async function loadRules(
  db: Db,
  { from, to }: Days,
  {
    products,
    environment,
  }: { readonly products: readonly string[] | null } & Pick<InsightsFilter, 'environment'>,
): Promise<RuleAlerts[]> {
  const { rows } = await sql<RuleAlerts>`
    select rule, coalesce(json_agg(distinct incident_id) filter (where incident_id <> ''), '[]') as incidents, sum(alerts)::int as alerts,
      sum(silenced)::int as silenced
    from insight_rule_day where day between ${from}::date and ${to}::date
      and (${products}::text[] is null or product = any(${products}))
      and (${environment ?? null}::text is null or environment = ${environment ?? null})
    group by rule`.execute(db);
  return [...rows];
}

/** What checks were worth, over the days; those that failed most first. */
export async function loadChecks(db: Db, { from, to }: Days): Promise<CheckWorth[]> {
  const { rows } = await sql<CheckWorth>`
    select check_name as "check", check_name as title, sum(episodes)::int as episodes, sum(judged)::int as judged, sum(real)::int as real,
      sum(concerned)::int as concerned, sum(seen)::int as seen, sum(before_people)::int as "beforePeople"
    from insight_check_day where day between ${from}::date and ${to}::date
    group by check_name order by sum(episodes) desc, check_name`.execute(db);
  return [...rows];
}

export interface HandoverFact {
  readonly status: string;
  readonly late: boolean;
  readonly hasNote: boolean;
  readonly escalated: boolean;
  /** Milliseconds from the change of watch; null: not accepted. */
  readonly acceptMs: number | null;
}

/** Handovers that were due in the days; those that were called off are none. */
export async function loadHandovers(
  db: Db,
  { start, end }: Pick<Period, 'start' | 'end'>,
): Promise<HandoverFact[]> {
  const { rows } = await sql<HandoverFact>`
    select status, late, length(trim(note)) > 0 as "hasNote", status = 'escalated' or jsonb_array_length(escalated_to) > 0 as escalated,
      (extract(epoch from accepted_at - change_at) * 1000)::float8 as "acceptMs"
    from handover where status not in ('void', 'prepared') and change_at >= ${new Date(start)} and change_at < ${new Date(end)}`.execute(
    db,
  );
  return [...rows];
}
