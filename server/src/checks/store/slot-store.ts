import { randomBytes } from 'node:crypto';
import { sql, type Kysely } from 'kysely';
import type { DB, Tx } from '#platform';
import { runId } from '../core/run-id.ts';
import { contradictedDoubtMs, contradictedMs, leavesMs } from '../doubts/core/doubt.ts';

/** What a runner may take. */
export interface Claim {
  readonly runnerId: string;
  readonly place: string;
  /** Empty: all. */
  readonly environments: readonly string[];
  readonly types: readonly string[];
  readonly limit: number;
}

/** A run that has been taken. */
export interface TakenRun {
  readonly id: string;
  readonly check: string;
  readonly environment: string;
  readonly dueAt: Date;
  readonly leaseMs: number;
}

/** Longest time that a runner may keep quiet about a run, beyond what its tries may take. */
const leaseSlackMs = 30_000;
/** However long its tries may take, a run is first lent for no longer; whoever goes on with it says so. */
const leaseMsMax = 30 * 60_000;

/**
 * Takes what is due, the longest waiting first, each slot once however many ask at the same time; the next run of each is set in the same
 * breath, so that a slow run does not move the phase. Runs that somebody asked for are rows already and only change hands.
 */
export async function claimSlots(tx: Tx, claim: Claim): Promise<TakenRun[]> {
  const { runnerId, place, environments, types, limit } = claim;
  const random = randomBytes(10 * limit);
  const ids = Array.from({ length: limit }, (_, n) =>
    runId(tx.now.getTime(), random.subarray(10 * n, 10 * n + 10)),
  );
  const { rows } = await sql<{
    id: string;
    check_name: string;
    environment: string;
    due_at: Date;
    lease_ms: number;
  }>`
    with due as (
      select check_name, environment, place, next_due_at, again_of from check_slot
      where run_id is null and not paused and next_due_at <= now() and ${dueFor(runnerId)} <= now() and type = any(${types}::text[])
        and (place = '' or place = ${place}) and (${environments.length} = 0 or environment = any(${environments}::text[]))
        and ${notDoubtedOf(runnerId)}
      order by next_due_at limit ${limit} for update skip locked),
    fresh as (select id, n from unnest(${ids}::uuid[]) with ordinality as f(id, n)),
    numbered as (select due.*, row_number() over (order by next_due_at) as n from due),
    taken as (
      update check_slot s set
        run_id = coalesce(s.asked_run, fresh.id), asked_run = null, again_of = null,
        lease_until = now() + (least(s.timeout_ms::bigint * s.tries, ${leaseMsMax}) + ${leaseSlackMs}) * interval '1 millisecond',
        next_due_at = to_timestamp(((floor((extract(epoch from now()) * 1000 - s.phase_ms) / s.every_ms) + 1) * s.every_ms + s.phase_ms) / 1000.0)
      from numbered join fresh using (n)
      where (s.check_name, s.environment, s.place) = (numbered.check_name, numbered.environment, numbered.place)
      returning s.run_id, s.check_name, s.environment, s.place, s.type, numbered.next_due_at as due_at, numbered.again_of,
        least(s.timeout_ms::bigint * s.tries, ${leaseMsMax}) + ${leaseSlackMs} as lease_ms)
    , made as (
      insert into check_run (id, check_name, environment, place, type, runner_id, state, due_at, taken_at, again_of)
      select run_id, check_name, environment, place, type, ${runnerId}, 'running', due_at, now(), again_of from taken
      on conflict (id) do update set state = 'running', runner_id = excluded.runner_id, taken_at = excluded.taken_at,
        again_of = excluded.again_of)
    select run_id as id, check_name, environment, due_at, lease_ms from taken order by due_at`.execute(tx.db);
  return rows.map((row) => ({
    id: row.id,
    check: row.check_name,
    environment: row.environment,
    dueAt: row.due_at,
    leaseMs: row.lease_ms,
  }));
}

/**
 * While a run is doubted another runner than its own looks: that one would fail again at once, and again, and leave the slot to nobody. A
 * doubt that was forgotten, since its report is gone, keeps nobody away for good.
 */
function notDoubtedOf(runnerId: string) {
  return sql<boolean>`(doubted_runner is distinct from ${runnerId}::uuid
    or doubted_until <= now() - ${contradictedDoubtMs} * interval '1 millisecond')`;
}

/** When a slot is due for a runner: one that was contradicted of late leaves the others first what any of them may take. */
function dueFor(runnerId: string) {
  return sql<Date>`(next_due_at + case when place = '' and (
      select contradicted_at > now() - ${contradictedMs} * interval '1 millisecond' from runner where id = ${runnerId}::uuid)
    then ${leavesMs} * interval '1 millisecond' else interval '0' end)`;
}

interface Seen {
  readonly check: string;
  readonly environment: string;
  /** The run for which it is looked at again. */
  readonly runId: string | null;
}

/** Makes the runs of a cell due at once, wherever none is under way. */
export async function lookAgain(tx: Tx, { check, environment, runId }: Seen): Promise<void> {
  await sql`
    update check_slot set next_due_at = now(), again_of = ${runId}
    where check_name = ${check} and environment = ${environment} and run_id is null and not paused
      and next_due_at > now()`.execute(tx.db);
}

/** Milliseconds until something of these types is due; null where nothing is. Not below 0. */
export async function msUntilDue(
  db: Kysely<DB>,
  { runnerId, place, types, environments }: Omit<Claim, 'limit'>,
): Promise<number | null> {
  const { rows } = await sql<{ ms: number | null }>`
    select extract(epoch from ${dueFor(runnerId)} - now())::float8 * 1000 as ms from check_slot
    where run_id is null and not paused and type = any(${types}::text[]) and (place = '' or place = ${place})
      and (${environments.length} = 0 or environment = any(${environments}::text[]))
      and ${notDoubtedOf(runnerId)}
    order by next_due_at limit 1`.execute(db);
  const ms = rows[0]?.ms;
  return ms === undefined || ms === null ? null : Math.max(0, ms);
}

/** Holds these runs on; tells which of them are nobody's any more. */
export async function renewRuns(
  tx: Tx,
  runnerId: string,
  ids: readonly string[],
): Promise<{ readonly held: readonly string[] }> {
  const { rows } = await sql<{ run_id: string }>`
    update check_slot s set lease_until = greatest(lease_until, now() + ${leaseSlackMs} * interval '1 millisecond')
    from check_run r
    where s.run_id = any(${ids}::uuid[]) and r.id = s.run_id and r.runner_id = ${runnerId} and r.state = 'running'
    returning s.run_id`.execute(tx.db);
  return { held: rows.map(({ run_id: id }) => id) };
}

export const renewedLeaseMs = leaseSlackMs;

/**
 * Frees slots whose runner went silent, and says of their runs that they are lost; a late report still counts. Each is due for another
 * runner at once, whatever its interval, unless the one before was lost, too: what ends every runner would go through all of them.
 */
export async function loseRuns(tx: Tx): Promise<number> {
  const { rows } = await sql<{ id: string }>`
    with silent as (
      select check_name, environment, place, run_id, (select state from check_run r
          where (r.check_name, r.environment, r.place) = (s.check_name, s.environment, s.place) and r.id < s.run_id
          order by r.id desc limit 1) is distinct from 'lost' as is_first
      from check_slot s where run_id is not null and lease_until < now()
      order by check_name, environment, place limit 1000 for update skip locked),
    freed as (
      update check_slot s set run_id = null, lease_until = null,
        next_due_at = case when is_first then least(next_due_at, now()) else next_due_at end
      from silent
      where (s.check_name, s.environment, s.place) = (silent.check_name, silent.environment, silent.place))
    update check_run set state = 'lost' where id in (select run_id from silent) and state = 'running' returning id`.execute(
    tx.db,
  );
  return rows.length;
}
