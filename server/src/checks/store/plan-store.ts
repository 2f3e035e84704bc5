import { sql, type Kysely } from 'kysely';
import type { DB, Tx } from '#platform';
import { cellAlert, type CellAlert } from '../core/alert.ts';
import type { WantedSlot } from '../plan/wanted.ts';

/** A cell whose check no longer runs there, with what its alert still says. */
export interface GoneCell {
  readonly check: string;
  readonly environment: string;
  readonly alert: CellAlert | null;
}

/** At headquarters: environments that a site watches, or did until its key was revoked. */
export async function environmentsOfSites(db: Kysely<DB>): Promise<ReadonlySet<string>> {
  const { rows } = await sql<{ environment: string }>`
    select distinct e.environment from relay_site, unnest(environments) as e (environment) where enrolled_at is not null`.execute(
    db,
  );
  return new Set(rows.map(({ environment }) => environment));
}

/**
 * Makes slots and cells be these. A slot that is there keeps its history, and its next run unless its interval changed. Where nothing
 * differs, nothing is written.
 */
export async function storePlan(tx: Tx, wanted: readonly WantedSlot[]): Promise<GoneCell[]> {
  const list = JSON.stringify(wanted);
  await sql`
    insert into check_slot (check_name, environment, place, type, every_ms, timeout_ms, tries, paused, phase_ms, next_due_at)
    select check_name, environment, place, type, every_ms, timeout_ms, tries, paused, phase_ms, now() + first_after_ms * interval '1 millisecond'
    from jsonb_to_recordset(${list}::jsonb) as w(check_name text, environment text, place text, type text, every_ms int, timeout_ms int,
      tries int, paused boolean, phase_ms int, first_after_ms int)
    order by check_name, environment, place
    on conflict (check_name, environment, place) do update set
      type = excluded.type, every_ms = excluded.every_ms, timeout_ms = excluded.timeout_ms, tries = excluded.tries,
      paused = excluded.paused, phase_ms = excluded.phase_ms,
      next_due_at = case when check_slot.every_ms <> excluded.every_ms or check_slot.paused <> excluded.paused
        then excluded.next_due_at else check_slot.next_due_at end
    where (check_slot.type, check_slot.every_ms, check_slot.timeout_ms, check_slot.tries, check_slot.paused)
      is distinct from (excluded.type, excluded.every_ms, excluded.timeout_ms, excluded.tries, excluded.paused)`.execute(
    tx.db,
  );
  await sql`
    insert into check_cell (check_name, environment, every_ms, paused, state, since)
    select check_name, environment, min(every_ms), bool_and(paused), 'no-data', now()
    from jsonb_to_recordset(${list}::jsonb) as w(check_name text, environment text, every_ms int, paused boolean)
    group by check_name, environment
    order by check_name, environment
    on conflict (check_name, environment) do update set every_ms = excluded.every_ms, paused = excluded.paused
    where (check_cell.every_ms, check_cell.paused) is distinct from (excluded.every_ms, excluded.paused)`.execute(
    tx.db,
  );
  await sql`
    with gone as (
      delete from check_slot s where not exists (
        select from jsonb_to_recordset(${list}::jsonb) as w(check_name text, environment text, place text)
        where (w.check_name, w.environment, w.place) = (s.check_name, s.environment, s.place))
      returning run_id)
    update check_run set state = 'cancelled' where state in ('waiting', 'running') and id in (select run_id from gone)`.execute(
    tx.db,
  );
  return removeCells(tx);
}

/** Cells without a slot go. */
async function removeCells(tx: Tx): Promise<GoneCell[]> {
  const { rows } = await sql<{ check_name: string; environment: string; alert: unknown }>`
    delete from check_cell c
    where not exists (select from check_slot s where (s.check_name, s.environment) = (c.check_name, c.environment))
    returning check_name, environment, alert`.execute(tx.db);
  return rows.map(({ check_name: check, environment, alert }) => ({
    check,
    environment,
    alert: cellAlert.nullable().parse(alert),
  }));
}
