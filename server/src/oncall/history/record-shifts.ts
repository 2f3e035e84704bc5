import { scheduleSpec } from '@fieldmarshal/contract/catalog';
import { sql } from 'kysely';
import { isDeepStrictEqual } from 'node:util';
import { z } from 'zod';
import { readCatalog, type Catalog } from '#catalog';
import { defineTask, inTransaction, type Ctx, type Tx } from '#platform';
import { joinShifts, shifts, type ScheduleRules, type Shift, type Span } from '../core/shifts.ts';
import { overrideOf } from '../overrides/override-store.ts';
import {
  dropRecords,
  lastShifts,
  recordsForUpdate,
  saveRecords,
  storeShifts,
  type RecordedShift,
  type ScheduleRecord,
} from './record-store.ts';

/** Writes down who was on since the last time. */
export const recordTask = defineTask('oncall.record-shifts', {
  lane: 'chore',
  payload: z.unknown(),
  everyMs: 300_000,
});

/**
 * Writes down who was on until now, for every schedule, by the rules that held: after an edit, until the moment of the edit by the old
 * ones. After a time without a server the record goes on where it ended, since nobody could edit anything meanwhile. Runs every five
 * minutes and after every change of the catalog; running it again changes nothing.
 */
export async function recordShifts(ctx: Ctx): Promise<void> {
  const catalog = await readCatalog(ctx.env);
  const schedules = catalog.list('Schedule').map(({ name, spec, updatedAt }) => ({
    schedule: name,
    // As it reads after being stored, to be compared with what was.
    rules: scheduleSpec.parse(JSON.parse(JSON.stringify(spec))),
    changedAt: Date.parse(updatedAt),
  }));
  await inTransaction(ctx, async (tx) => {
    const now = tx.now.getTime();
    const records = await recordsForUpdate(tx);
    const known = new Map(records.map((record) => [record.schedule, record]));
    const last = await lastShifts(tx);
    const overrides = await overridesSince(tx, {
      since: Math.min(now, ...records.map(({ until }) => until)),
      catalog,
    });
    const found: RecordedShift[] = [];
    const record = (schedule: string, stretches: readonly Shift[]): void => {
      found.push(...continued(schedule, stretches, last.get(schedule)));
    };
    for (const { schedule, rules, changedAt } of schedules) {
      const before = known.get(schedule);
      if (!before) continue;
      const beside = overrides.get(schedule) ?? [];
      record(schedule, passed({ before, now, rules, changedAt, beside }));
    }
    const gone = records.filter((each) => !catalog.get('Schedule', each.schedule));
    for (const before of gone)
      record(
        before.schedule,
        stretch(readRules(before), { from: before.until, to: now }, overrides.get(before.schedule) ?? []),
      );
    await storeShifts(tx, found);
    await saveRecords(
      tx,
      schedules.map(({ schedule, rules }) => ({ schedule, rules, until: now })),
    );
    await dropRecords(
      tx,
      gone.map(({ schedule }) => schedule),
    );
  });
}

type Overrides = ScheduleRules['overrides'];

interface Passed {
  readonly before: ScheduleRecord;
  readonly now: number;
  readonly rules: ScheduleRules;
  readonly changedAt: number;
  readonly beside: Overrides;
}

/** Who was on since the record ended: by the old rules until they changed, by the new ones since. */
function passed({ before, now, rules, changedAt, beside }: Passed): Shift[] {
  const old = readRules(before);
  const turn = isDeepStrictEqual(old, rules) ? now : Math.min(now, Math.max(before.until, changedAt));
  return [
    ...stretch(old, { from: before.until, to: turn }, beside),
    ...stretch(rules, { from: turn, to: now }, beside),
  ];
}

/** Rules of a version that this one cannot read any more stand for nobody: what was is not guessed. */
function readRules({ rules }: ScheduleRecord): ScheduleRules {
  const read = scheduleSpec.safeParse(rules);
  return read.success
    ? read.data
    : { timezone: 'Etc/UTC', combine: 'precedence', layers: [], overrides: [], fallback: [] };
}

function stretch(rules: ScheduleRules, span: Span, beside: Overrides): Shift[] {
  return shifts({ ...rules, overrides: [...rules.overrides, ...beside] }, span);
}

/** The new stretches as rows: the first one makes the last row grow where the same people go on without a break. */
function continued(schedule: string, stretches: readonly Shift[], last: Shift | undefined): RecordedShift[] {
  const [first, ...rest] = joinShifts(stretches);
  if (!first) return [];
  const goesOn = last?.to === first.from && last.people.join('\n') === first.people.join('\n');
  return [{ ...first, from: goesOn ? last.from : first.from }, ...rest].map((shift) => ({
    schedule,
    ...shift,
  }));
}

interface Since {
  readonly since: number;
  readonly catalog: Catalog;
}

/**
 * Overrides made beside the rules that counted since then, by schedule; a withdrawn one as long as it did. One for a person who is gone
 * does not count, as for the pager: from the last record on, since nothing says at which moment between the two it ceased to.
 */
async function overridesSince(tx: Tx, { since, catalog }: Since): Promise<Map<string, Overrides>> {
  const rows = await tx.db
    .selectFrom('schedule_override')
    .selectAll()
    .where('end_at', '>', new Date(since))
    .where('start_at', '<', sql<Date>`now()`)
    .whereRef('end_at', '>', 'start_at')
    .orderBy('n')
    .execute();
  return Map.groupBy(
    rows.map((row) => overrideOf(row)).filter(({ user }) => catalog.get('Person', user)),
    ({ schedule }) => schedule,
  );
}
