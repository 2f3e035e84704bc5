import type { InsightsFilter } from '@fieldmarshal/contract/insights';

/** Days of UTC, both included, as `[start, end)` in milliseconds since 1970. */
export interface Period {
  readonly from: string;
  readonly to: string;
  readonly start: number;
  readonly end: number;
}

const dayMs = 86_400_000;
const daysUsual = 90;
const daysMax = 1_100;

/** The days asked for, up to today where not said; a sentence where they cannot be. */
export function periodOf({ from, to }: Pick<InsightsFilter, 'from' | 'to'>, now: number): Period | string {
  const last = to === undefined ? Math.floor(now / dayMs) * dayMs : Date.parse(to);
  const first = from === undefined ? last - (daysUsual - 1) * dayMs : Date.parse(from);
  if (first > last) return 'must not be after the last day';
  if (last - first >= daysMax * dayMs) return `must be at most ${daysMax} days before the last`;
  return { from: dayText(first), to: dayText(last), start: first, end: last + dayMs };
}

/** As many days right before. */
export function daysBefore({ start, end }: Period): Pick<Period, 'start' | 'end'> {
  return { start: start - (end - start), end: start };
}

function dayText(at: number): string {
  return new Date(at).toISOString().slice(0, 10);
}
