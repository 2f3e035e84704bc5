const dayMs = 86_400_000;

/** Where somebody is: the day, such as `2026-11-23`, and the hour, 0 to 23. */
export interface LocalMoment {
  readonly day: string;
  readonly hour: number;
}

/** The hour from which on a report is sent, where who gets it sits. */
const hourOfSending = 7;

/**
 * The period whose report is due: from Monday 7:00 on the week before, from the first of a month at 7:00 on the month before. Null where
 * it is not yet that hour.
 */
export function duePeriod(
  every: 'week' | 'month',
  { day, hour }: LocalMoment,
): { readonly from: string; readonly to: string } | null {
  const at = Date.parse(day);
  const date = new Date(at);
  const back = every === 'week' ? (date.getUTCDay() + 6) % 7 : date.getUTCDate() - 1;
  if (back === 0 && hour < hourOfSending) return null;
  const end = at - (back + 1) * dayMs;
  const last = new Date(end);
  const start = every === 'week' ? end - 6 * dayMs : Date.UTC(last.getUTCFullYear(), last.getUTCMonth(), 1);
  return { from: dayOf(start), to: dayOf(end) };
}

function dayOf(ms: number): string {
  return new Date(ms).toISOString().slice(0, 10);
}
