import type { Ctx } from '#platform';
import { joinShifts, shifts, type Shift, type Span } from '../core/shifts.ts';
import type { Schedule } from '../schedules/owners.ts';
import { recordedWithin, type Recorded } from './record-store.ts';

export interface ShiftsOver {
  readonly shifts: Shift[];
  /** What lies before this instant within the question is as it was recorded; null where nothing of it is. */
  readonly recordedUntil: number | null;
}

/** Who is on over a stretch: the recorded past as it was, and the rest by the rules as they are. */
export async function shiftsOver(ctx: Ctx, schedule: Schedule, span: Span): Promise<ShiftsOver> {
  const past = await readPast(ctx, [schedule], span);
  return shiftsAfter(past.get(schedule.name), schedule, span);
}

/** What is recorded of these schedules over a stretch, by name: one question for all of them, none where all of it is to come. */
export async function readPast(
  ctx: Ctx,
  schedules: readonly Schedule[],
  span: Span,
): Promise<ReadonlyMap<string, Recorded>> {
  if (span.from >= ctx.env.clock.now().getTime()) return new Map();
  const names = schedules.map(({ name }) => name);
  return recordedWithin(ctx.env.databases[ctx.pool], names, span);
}

/** The recorded past of a schedule with what the rules say before and after it. */
export function shiftsAfter(past: Recorded | undefined, { spec }: Schedule, span: Span): ShiftsOver {
  if (past === undefined) return { shifts: shifts(spec, span), recordedUntil: null };
  return {
    shifts: joinShifts([
      ...shifts(spec, { from: span.from, to: past.from }),
      ...past.shifts,
      ...shifts(spec, { from: past.until, to: span.to }),
    ]),
    recordedUntil: past.until,
  };
}
