import type { Shift, Span } from '../core/shifts.ts';

export interface OwnShift extends Span {
  /** The same time by who else is on; one where nobody joins or leaves in between. */
  readonly stretches: readonly Shift[];
}

/** The shifts of one person as they live them: who comes and goes beside them in between begins no other shift. */
export function ownShifts(shifts: readonly Shift[], person: string): OwnShift[] {
  const own: { from: number; to: number; stretches: Shift[] }[] = [];
  for (const shift of shifts) {
    if (!shift.people.includes(person)) continue;
    const last = own.at(-1);
    if (last?.to === shift.from) {
      last.to = shift.to;
      last.stretches.push(shift);
    } else own.push({ from: shift.from, to: shift.to, stretches: [shift] });
  }
  return own;
}
