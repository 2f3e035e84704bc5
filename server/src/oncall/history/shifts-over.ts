import type { Ctx } from '#platform';
import { joinShifts, shifts, type Shift, type Span } from '../core/shifts.ts';
import type { Schedule } from '../schedules/owners.ts';
import { recordedWithin } from './record-store.ts';

export interface ShiftsOver {
  readonly shifts: Shift[];
  /** What lies before this instant within the question is as it was recorded; null where nothing of it is. */
  readonly recordedUntil: number | null;
}

/** Who is on over a stretch: the recorded past as it was, and the rest by the rules as they are. */
export async function shiftsOver(ctx: Ctx, schedule: Schedule, span: Span): Promise<ShiftsOver> {
  const now = ctx.env.clock.now().getTime();
  if (span.from >= now) return { shifts: shifts(schedule.spec, span), recordedUntil: null };
  const past = await recordedWithin(ctx.env.databases[ctx.pool], schedule.name, span);
  if (past === null) return { shifts: shifts(schedule.spec, span), recordedUntil: null };
  return {
    shifts: joinShifts([
      ...shifts(schedule.spec, { from: span.from, to: past.from }),
      ...past.shifts,
      ...shifts(schedule.spec, { from: past.until, to: span.to }),
    ]),
    recordedUntil: past.until,
  };
}
