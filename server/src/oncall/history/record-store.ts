import { sql, type Kysely } from 'kysely';
import { z } from 'zod';
import type { DB, Tx } from '#platform';
import type { Shift, Span } from '../core/shifts.ts';

const names = z.array(z.string());

export interface ScheduleRecord {
  readonly schedule: string;
  /** As stored: the schedule's own rules when it was last recorded. */
  readonly rules: unknown;
  readonly from: number;
  readonly until: number;
}

/** Every record, locked in one order, so that of two who record one waits for the other. */
export async function recordsForUpdate(tx: Tx): Promise<ScheduleRecord[]> {
  const rows = await tx.db
    .selectFrom('schedule_record')
    .selectAll()
    .orderBy('schedule')
    .forUpdate()
    .execute();
  return rows.map((row) => ({
    schedule: row.schedule,
    rules: row.rules,
    from: row.recorded_from.getTime(),
    until: row.recorded_until.getTime(),
  }));
}

interface NewRecord {
  readonly schedule: string;
  readonly rules: unknown;
  readonly until: number;
}

/** Begins records, or moves them on; the beginning of one that is there stays. */
export async function saveRecords(tx: Tx, records: readonly NewRecord[]): Promise<void> {
  if (records.length === 0) return;
  await sql`
    insert into schedule_record as r (schedule, rules, recorded_from, recorded_until)
    select n.schedule, n.rules, to_timestamp(n.until / 1000), to_timestamp(n.until / 1000)
    from jsonb_to_recordset(${JSON.stringify(records)}::jsonb) as n(schedule text, rules jsonb, until float8)
    on conflict (schedule) do update set rules = excluded.rules, recorded_until = greatest(r.recorded_until, excluded.recorded_until)`.execute(
    tx.db,
  );
}

/** Ends the record of schedules that are gone; what was recorded stays. */
export async function dropRecords(tx: Tx, schedules: readonly string[]): Promise<void> {
  if (schedules.length === 0) return;
  await tx.db
    .deleteFrom('schedule_record')
    .where('schedule', 'in', [...schedules])
    .execute();
}

/** The last recorded shift of each schedule. */
export async function lastShifts(tx: Tx): Promise<Map<string, Shift>> {
  const rows = await tx.db
    .selectFrom('shift_record')
    .distinctOn('schedule')
    .selectAll()
    .orderBy('schedule')
    .orderBy('from_at', 'desc')
    .execute();
  return new Map(rows.map((row) => [row.schedule, shiftOf(row)]));
}

export interface RecordedShift extends Shift {
  readonly schedule: string;
}

/** Appends shifts; one that is there with the same beginning grows. */
export async function storeShifts(tx: Tx, list: readonly RecordedShift[]): Promise<void> {
  if (list.length === 0) return;
  await sql`
    insert into shift_record as s (schedule, from_at, to_at, people)
    select n.schedule, to_timestamp(n."from" / 1000), to_timestamp(n."to" / 1000), n.people
    from jsonb_to_recordset(${JSON.stringify(list)}::jsonb) as n(schedule text, "from" float8, "to" float8, people jsonb)
    on conflict (schedule, from_at) do update set to_at = greatest(s.to_at, excluded.to_at)`.execute(tx.db);
}

export interface Recorded {
  readonly from: number;
  readonly until: number;
  /** Clipped to the stretch. */
  readonly shifts: readonly Shift[];
}

/** The recorded stretch of each of these schedules within `[from, to)`, by name; those without any are left out. */
export async function recordedWithin(
  db: Kysely<DB>,
  schedules: readonly string[],
  { from, to }: Span,
): Promise<Map<string, Recorded>> {
  const records = await db
    .selectFrom('schedule_record')
    .select(['schedule', 'recorded_from', 'recorded_until'])
    .where('schedule', '=', sql<string>`any(${[...schedules]}::text[])`)
    .execute();
  const rows = await db
    .selectFrom('shift_record')
    .selectAll()
    .where('schedule', '=', sql<string>`any(${[...schedules]}::text[])`)
    .where('from_at', '<', new Date(to))
    .where('to_at', '>', new Date(from))
    .orderBy('schedule')
    .orderBy('from_at')
    .execute();
  const shifts = Map.groupBy(rows, (row) => row.schedule);
  const found = new Map<string, Recorded>();
  for (const { schedule, recorded_from: begun, recorded_until: ended } of records) {
    const stretch = { from: Math.max(from, begun.getTime()), until: Math.min(to, ended.getTime()) };
    if (stretch.from >= stretch.until) continue;
    const clipped = (shifts.get(schedule) ?? []).map((row) => {
      const shift = shiftOf(row);
      const { from: earliest, until: latest } = stretch;
      return { ...shift, from: Math.max(shift.from, earliest), to: Math.min(shift.to, latest) };
    });
    found.set(schedule, { ...stretch, shifts: clipped.filter((shift) => shift.from < shift.to) });
  }
  return found;
}

function shiftOf(row: { from_at: Date; to_at: Date; people: unknown }): Shift {
  return { from: row.from_at.getTime(), to: row.to_at.getTime(), people: names.parse(row.people) };
}
