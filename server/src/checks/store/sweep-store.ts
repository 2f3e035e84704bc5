import { sql } from 'kysely';
import type { Tx } from '#platform';
import { silenceSlackMs } from '../core/standing.ts';

/**
 * Says of cells whose last run is too long ago that there is no data. What is failing stays so: silence is no recovery.
 * Returns one of them for people's eyes.
 */
export async function markStale(
  tx: Tx,
): Promise<{ readonly count: number; readonly example: string | null }> {
  const { rows } = await sql<{ check_name: string; environment: string }>`
    update check_cell set state = 'no-data', since = now(), fault_class = 'environment', run_id = null, step = null,
      reason = 'No runner has finished a run of it since ' || to_char(coalesce(last_run_at, since) at time zone 'UTC', 'YYYY-MM-DD HH24:MI') || ' UTC'
    where not paused and state in ('ok', 'degraded')
      and coalesce(last_run_at, since) < now() - (3 * every_ms::bigint + ${silenceSlackMs}) * interval '1 millisecond'
    returning check_name, environment`.execute(tx.db);
  const [first] = rows;
  return { count: rows.length, example: first ? `${first.check_name} in ${first.environment}` : null };
}

/** The same for cells that never ran, so that the screen can say why. */
export async function markNeverRun(tx: Tx): Promise<number> {
  const { numAffectedRows } = await sql`
    update check_cell set reason = 'No runner has taken it yet: none that is in service runs this kind of check here',
      fault_class = 'environment'
    where not paused and state = 'no-data' and last_run_at is null and reason is null
      and since < now() - (3 * every_ms::bigint + ${silenceSlackMs}) * interval '1 millisecond'`.execute(
    tx.db,
  );
  return Number(numAffectedRows ?? 0);
}

/** How long a run that somebody asked for waits for a runner. */
const askedWaitMs = 10 * 60_000;

/** Gives up asked runs that no runner took. */
export async function expireAsked(tx: Tx): Promise<void> {
  await sql`
    with old as (
      update check_run set state = 'expired'
      where state = 'waiting' and due_at < now() - ${askedWaitMs} * interval '1 millisecond'
        and id in (select asked_run from check_slot where asked_run is not null)
      returning id)
    update check_slot set asked_run = null where asked_run in (select id from old)`.execute(tx.db);
}
