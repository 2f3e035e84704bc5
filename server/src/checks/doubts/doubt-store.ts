import { sql, type Kysely } from 'kysely';
import type { DB, Tx } from '#platform';
import { silentAfterMs } from '../runners/runner.ts';
import { contradictedDoubtMs, cutOffDoubtMs, doubtMs } from './core/doubt.ts';

/** Those of these runs that another runner may look at, too: one that is not silent and may take such a run where this one ran. */
export async function othersMayTake(tx: Tx, ids: readonly string[]): Promise<ReadonlySet<string>> {
  if (ids.length === 0) return new Set();
  const { rows } = await sql<{ id: string }>`
    select r.id from check_run r where r.id = any(${ids}::uuid[]) and exists (
      select 1 from runner o
      where o.id <> r.runner_id and o.revoked_at is null and o.last_seen_at > now() - ${silentAfterMs} * interval '1 millisecond'
        and r.type = any(o.capabilities) and (o.environments = '{}' or r.environment = any(o.environments))
        and (r.place = '' or r.place = o.place))`.execute(tx.db);
  return new Set(rows.map(({ id }) => id));
}

interface Contradiction {
  readonly run: string;
  readonly why: string;
}

/** Says of a run that it was its runner's surroundings, and of its runner when that happened to it before; null: never yet. */
export async function storeContradiction(
  tx: Tx,
  { run, why }: Contradiction,
): Promise<{ readonly startedAt: Date; readonly before: Date | null } | null> {
  const { rows } = await sql<{ started_at: Date; before: Date | null }>`
    with amended as (
      update check_run set fault_class = 'environment', fault_why = ${why} where id = ${run} returning runner_id, started_at),
    held as (
      select o.id, o.contradicted_at, amended.started_at from runner o join amended on o.id = amended.runner_id for update of o),
    noted as (update runner set contradicted_at = now() from held where runner.id = held.id)
    select started_at, contradicted_at as before from held`.execute(tx.db);
  const [row] = rows;
  return row ? { startedAt: row.started_at, before: row.before } : null;
}

/** Kept to so much: a runner gets through many times a second. */
const reachedEveryMs = 2_000;

/** A runner got through with a run that began then: whatever was in its way is gone. */
export async function noteReached(tx: Tx, runnerId: string, startedAt: Date): Promise<void> {
  await sql`
    update runner set reached_at = greatest(reached_at, ${startedAt}),
      contradicted_at = case when contradicted_at < ${startedAt} then null else contradicted_at end
    where id = ${runnerId} and (contradicted_at < ${startedAt}
      or coalesce(reached_at, '-infinity') < ${startedAt}::timestamptz - ${reachedEveryMs} * interval '1 millisecond')`.execute(
    tx.db,
  );
}

/** Runs that are doubted and whose time is over, with when they began. */
export async function doubtsOver(
  db: Kysely<DB>,
): Promise<{ readonly id: string; readonly startedAt: Date }[]> {
  const { rows } = await sql<{ id: string; started_at: Date }>`
    select r.id, r.started_at from check_slot s join check_run r on r.id = s.doubted_run
      left join runner o on o.id = s.doubted_runner
    where s.doubted_run is not null and s.doubted_until <= now()
      and (o.id is null or o.reached_at >= r.started_at
        or s.doubted_until <= now() - interval '1 millisecond' *
          case when o.contradicted_at > now() - ${contradictedDoubtMs} * interval '1 millisecond'
            then ${contradictedDoubtMs - doubtMs}::float8 else ${cutOffDoubtMs - doubtMs}::float8 end)
    order by s.doubted_until limit 100`.execute(db);
  return rows.map((row) => ({ id: row.id, startedAt: row.started_at }));
}
