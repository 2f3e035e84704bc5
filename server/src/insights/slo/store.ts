import { sql, type Kysely } from 'kysely';
import { firstRunId } from '#checks';
import type { DB } from '#platform';
import type { RunHour } from '../core/budget.ts';

type Db = Kysely<DB>;

/** Hours of which runs still come: a runner that was cut off tells late. */
export const openHours = 26;

/** Counts runs by hour again, for the last hours; for all that are kept where none were counted yet. */
export async function countRuns(
  db: Db,
  { now, hours }: { readonly now: Date; readonly hours: number },
): Promise<void> {
  const isFirst =
    (await db.selectFrom('insight_run_hour').select('hour').limit(1).executeTakeFirst()) === undefined;
  const hourMs = 3_600_000;
  const from = isFirst ? new Date(0) : new Date((Math.floor(now.getTime() / hourMs) - hours) * hourMs);
  // Ids sort by when a run was due; one that was due before may have begun after.
  const first = firstRunId(Math.max(0, from.getTime() - hourMs));
  await sql`
    insert into insight_run_hour (check_name, environment, hour, good, bad, not_counted)
    select check_name, environment, date_trunc('hour', coalesce(started_at, due_at), 'UTC') as hour,
      count(*) filter (where verdict in ('passed', 'flaky')),
      count(*) filter (where verdict = 'failed' and fault_class = 'product'),
      count(*) filter (where verdict = 'failed' and fault_class is distinct from 'product')
    from check_run
    where id >= ${first} and state = 'ended' and coalesce(started_at, due_at) >= ${from}
    group by 1, 2, 3
    on conflict (check_name, environment, hour)
      do update set good = excluded.good, bad = excluded.bad, not_counted = excluded.not_counted`.execute(db);
}

interface Row {
  readonly check_name: string;
  readonly environment: string;
  readonly hour: Date;
  readonly good: number;
  readonly bad: number;
  readonly not_counted: number;
}

/** Runs by hour of these checks since an instant, by `check environment`. */
export async function loadHours(
  db: Db,
  { checks, since }: { readonly checks: readonly string[]; readonly since: Date },
): Promise<Map<string, RunHour[]>> {
  const { rows } = await sql<Row>`
    select check_name, environment, hour, good, bad, not_counted from insight_run_hour
    where check_name = any(${checks}) and hour >= ${since}`.execute(db);
  const keyed = Map.groupBy(rows, ({ check_name: check, environment }) => `${check} ${environment}`);
  return new Map(
    [...keyed].map(([key, own]) => [
      key,
      own.map(({ hour, good, bad, not_counted: notCounted }) => ({
        at: hour.getTime(),
        good,
        bad,
        notCounted,
      })),
    ]),
  );
}
