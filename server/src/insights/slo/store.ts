import { sql, type Kysely } from 'kysely';
import { firstRunId } from '#checks';
import type { DB } from '#platform';
import type { RunHour } from '../core/budget.ts';
import type { Practised } from './practised.ts';

type Db = Kysely<DB>;

/** Hours of which runs still come: a runner that was cut off tells late. */
export const openHours = 26;

/**
 * Counts runs by hour again, for the last hours; for all that are kept where none were counted yet. What failed while a drill had a real
 * fault on (`practised`) is not counted against anybody.
 */
export async function countRuns(
  db: Db,
  {
    now,
    hours,
    practised,
  }: {
    readonly now: Date;
    readonly hours: number;
    readonly practised: (since: Date) => Promise<Practised[]>;
  },
): Promise<void> {
  const isFirst =
    (await db.selectFrom('insight_run_hour').select('hour').limit(1).executeTakeFirst()) === undefined;
  const hourMs = 3_600_000;
  const from = isFirst ? new Date(0) : new Date((Math.floor(now.getTime() / hourMs) - hours) * hourMs);
  const drills = await practised(from);
  // Ids sort by when a run was due; one that was due before may have begun after.
  const first = firstRunId(Math.max(0, from.getTime() - hourMs));
  await sql`
    insert into insight_run_hour (check_name, environment, hour, good, bad, not_counted)
    select check_name, environment, date_trunc('hour', coalesce(started_at, due_at), 'UTC') as hour,
      count(*) filter (where verdict in ('passed', 'flaky')),
      count(*) filter (where verdict = 'failed' and fault_class = 'product' and not practised),
      count(*) filter (where verdict = 'failed' and (fault_class is distinct from 'product' or practised))
    from check_run, lateral (select exists (
      select from unnest(${drills.map(({ check }) => check)}::text[], ${drills.map(({ environment }) => environment)}::text[],
        ${drills.map((drill) => drill.from)}::timestamptz[], ${drills.map((drill) => drill.to)}::timestamptz[]) as d (name, place, begins, ends)
      where d.name = check_name and d.place = environment and coalesce(started_at, due_at) >= d.begins
        and coalesce(started_at, due_at) < coalesce(d.ends, 'infinity')) as practised) p
    where id >= ${first} and state = 'ended' and coalesce(started_at, due_at) >= ${from}
    group by 1, 2, 3
    on conflict (check_name, environment, hour)
      do update set good = excluded.good, bad = excluded.bad, not_counted = excluded.not_counted`.execute(db);
  await sumDays(db, from);
}

/** The days from that of `from` on, from their hours. */
async function sumDays(db: Db, from: Date): Promise<void> {
  await sql`
    insert into insight_run_day (check_name, environment, day, good, bad, not_counted)
    select check_name, environment, (hour at time zone 'UTC')::date, sum(good), sum(bad), sum(not_counted)
    from insight_run_hour where hour >= date_trunc('day', ${from}::timestamptz, 'UTC') group by 1, 2, 3
    on conflict (check_name, environment, day)
      do update set good = excluded.good, bad = excluded.bad, not_counted = excluded.not_counted`.execute(db);
}

interface Row {
  readonly check_name: string;
  readonly environment: string;
  /** Per hour or day: when it began (seconds since 1970), and how many of each. */
  readonly hours: readonly (readonly [at: number, good: number, bad: number, notCounted: number])[];
}

interface Asked {
  readonly checks: readonly string[];
  /** Instants at which something begins that is counted, the earliest first; nothing before that is read. */
  readonly begins: readonly Date[];
  readonly now: Date;
}

/**
 * Runs of these checks by `check environment`, added up as far as no instant of `begins` and no end of a day (UTC) lies between: what is
 * counted from one of them on is what was counted hour by hour. Days that are whole are read as days. Each check comes as one value: 45,000
 * rows are most of what it takes to read 250 objectives over 90 days.
 */
export async function loadHours(db: Db, { checks, begins, now }: Asked): Promise<Map<string, RunHour[]>> {
  const [since] = begins;
  if (since === undefined) return new Map();
  const split = [...new Set([...begins, now].map((at) => at.toISOString().slice(0, 10)))];
  const { rows } = await sql<Row>`
    select check_name, environment, ('[' || string_agg('[' || extract(epoch from hour)::bigint || ',' || good || ',' || bad || ',' || not_counted
      || ']', ',' order by hour) || ']')::json as hours
    from (
    select check_name, environment, day::timestamp at time zone 'UTC' as hour, good, bad, not_counted
    from insight_run_day
    where check_name = any(${[...checks]}) and day > (${since}::timestamptz at time zone 'UTC')::date and day <> all(${split}::date[])
    union all
    select h.check_name, h.environment, max(h.hour), sum(h.good)::int, sum(h.bad)::int, sum(h.not_counted)::int
    from unnest(${split}::date[]) as d(day)
    join insight_run_hour h on h.hour >= d.day::timestamp at time zone 'UTC' and h.hour < (d.day + 1)::timestamp at time zone 'UTC'
    where h.check_name = any(${[...checks]}) and h.hour > ${since}
    group by h.check_name, h.environment, d.day, width_bucket(h.hour - interval '1 microsecond', ${[...begins]}::timestamptz[])) h
    group by 1, 2`.execute(db);
  return new Map(
    rows.map(({ check_name: check, environment, hours }) => [
      `${check} ${environment}`,
      hours.map(([at, good, bad, notCounted]) => ({ at: at * 1_000, good, bad, notCounted })),
    ]),
  );
}
