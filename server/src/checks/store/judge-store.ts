import { sql } from 'kysely';
import type { Tx } from '#platform';
import { cellAlert, type CellAlert } from '../core/alert.ts';
import { doubtMs, type Doubt } from '../doubts/core/doubt.ts';
import type { State } from '../core/standing.ts';

/** A slot as judging needs it; locked. */
export interface SlotRow {
  readonly check: string;
  readonly environment: string;
  readonly place: string;
  readonly runId: string | null;
  readonly recent: string;
  readonly judgedDueAt: Date | null;
  readonly nextDueAt: Date;
  readonly everyMs: number;
  readonly doubt: Doubt | null;
}

interface CellKey {
  readonly check: string;
  readonly environment: string;
}

/** Every slot of these cells, locked in one order so that two transactions never wait for each other. */
export async function lockSlots(tx: Tx, cells: readonly CellKey[]): Promise<SlotRow[]> {
  const { rows } = await sql<{
    check_name: string;
    environment: string;
    place: string;
    run_id: string | null;
    recent: string;
    judged_due_at: Date | null;
    next_due_at: Date;
    every_ms: number;
    doubted_run: string | null;
    doubted_runner: string | null;
    doubted_until: Date | null;
  }>`
    select check_name, environment, place, run_id, recent, judged_due_at, next_due_at, every_ms,
      doubted_run, doubted_runner, doubted_until
    from check_slot
    where (check_name, environment) in (select * from unnest(${cells.map(({ check }) => check)}::text[], ${cells.map(({ environment }) => environment)}::text[]))
    order by check_name, environment, place for update`.execute(tx.db);
  return rows.map((row) => ({
    check: row.check_name,
    environment: row.environment,
    place: row.place,
    runId: row.run_id,
    recent: row.recent,
    judgedDueAt: row.judged_due_at,
    nextDueAt: row.next_due_at,
    everyMs: row.every_ms,
    doubt: doubtOf(row),
  }));
}

interface DoubtRow {
  readonly doubted_run: string | null;
  readonly doubted_runner: string | null;
  readonly doubted_until: Date | null;
}

function doubtOf({ doubted_run: run, doubted_runner: runner, doubted_until: until }: DoubtRow): Doubt | null {
  if (run === null || runner === null || until === null) return null;
  return { run, runner, until: until.getTime(), failedAt: until.getTime() - doubtMs };
}

export async function storeSlots(
  tx: Tx,
  slots: readonly (SlotRow & { readonly free: boolean })[],
): Promise<void> {
  const rows = slots.map((slot) => ({
    check_name: slot.check,
    environment: slot.environment,
    place: slot.place,
    recent: slot.recent,
    judged_due_at: slot.judgedDueAt?.toISOString() ?? null,
    free: slot.free,
    doubted_run: slot.doubt?.run ?? null,
    doubted_runner: slot.doubt?.runner ?? null,
    doubted_until: slot.doubt === null ? null : new Date(slot.doubt.until).toISOString(),
  }));
  await sql`
    update check_slot s set recent = n.recent, judged_due_at = n.judged_due_at,
      run_id = case when n.free then null else s.run_id end, lease_until = case when n.free then null else s.lease_until end,
      doubted_run = n.doubted_run, doubted_runner = n.doubted_runner, doubted_until = n.doubted_until
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as n(check_name text, environment text, place text, recent text,
      judged_due_at timestamptz, free boolean, doubted_run uuid, doubted_runner uuid, doubted_until timestamptz)
    where (s.check_name, s.environment, s.place) = (n.check_name, n.environment, n.place)`.execute(tx.db);
}

/** A cell as it stands. */
export interface CellRow extends CellKey {
  readonly state: State;
  readonly since: Date;
  readonly reason: string | null;
  readonly faultClass: 'product' | 'test' | 'harness' | 'environment' | null;
  readonly runId: string | null;
  readonly products: readonly string[];
  readonly step: string | null;
  readonly lastRunAt: Date | null;
  readonly lastPassedAt: Date | null;
  readonly alert: CellAlert | null;
  readonly told: string | null;
}

export async function lockCells(tx: Tx, cells: readonly CellKey[]): Promise<CellRow[]> {
  const { rows } = await sql<{
    check_name: string;
    environment: string;
    state: State;
    since: Date;
    reason: string | null;
    fault_class: CellRow['faultClass'];
    run_id: string | null;
    products: string[];
    step: string | null;
    last_run_at: Date | null;
    last_passed_at: Date | null;
    alert: unknown;
    told: string | null;
  }>`
    select check_name, environment, state, since, reason, fault_class, run_id, products, step, last_run_at, last_passed_at, alert, told
    from check_cell
    where (check_name, environment) in (select * from unnest(${cells.map(({ check }) => check)}::text[], ${cells.map(({ environment }) => environment)}::text[]))
    order by check_name, environment for update`.execute(tx.db);
  return rows.map((row) => ({
    check: row.check_name,
    environment: row.environment,
    state: row.state,
    since: row.since,
    reason: row.reason,
    faultClass: row.fault_class,
    runId: row.run_id,
    products: row.products,
    step: row.step,
    lastRunAt: row.last_run_at,
    lastPassedAt: row.last_passed_at,
    alert: cellAlert.nullable().parse(row.alert),
    told: row.told,
  }));
}

export async function storeCells(tx: Tx, cells: readonly CellRow[]): Promise<void> {
  const rows = cells.map((cell) => ({
    check_name: cell.check,
    environment: cell.environment,
    state: cell.state,
    since: cell.since.toISOString(),
    reason: cell.reason,
    fault_class: cell.faultClass,
    run_id: cell.runId,
    products: cell.products,
    step: cell.step,
    last_run_at: cell.lastRunAt?.toISOString() ?? null,
    last_passed_at: cell.lastPassedAt?.toISOString() ?? null,
    alert: cell.alert,
    told: cell.told,
  }));
  await sql`
    update check_cell c set state = n.state, since = n.since, reason = n.reason, fault_class = n.fault_class, run_id = n.run_id,
      products = n.products, step = n.step, last_run_at = n.last_run_at, last_passed_at = n.last_passed_at, alert = n.alert, told = n.told
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as n(check_name text, environment text, state text, since timestamptz,
      reason text, fault_class text, run_id uuid, products text[], step text, last_run_at timestamptz, last_passed_at timestamptz,
      alert jsonb, told text)
    where (c.check_name, c.environment) = (n.check_name, n.environment)`.execute(tx.db);
}
