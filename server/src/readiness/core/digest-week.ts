/** The hour from which on a digest is sent, where the team sits. */
const hour = 8;
const days = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'];

interface DigestWeek {
  /** Its Monday where the team sits, as a date. */
  readonly monday: string;
  /** 0 on Monday: sent later, a digest covers the days since too. */
  readonly daysLate: number;
}

/**
 * The week whose digest is due at `now` where clocks show `timeZone`: on Monday from eight on, and for whoever was not reached then at the
 * same hours of every day until Sunday. Null before eight, when nobody reads it.
 */
export function digestWeekAt(now: Date, timeZone: string): DigestWeek | null {
  const parts = new Intl.DateTimeFormat('en-CA', {
    ...{ timeZone, weekday: 'short', hour: '2-digit', hourCycle: 'h23' },
    ...{ year: 'numeric', month: '2-digit', day: '2-digit' },
  }).formatToParts(now);
  const part = (type: Intl.DateTimeFormatPartTypes): string =>
    parts.find((each) => each.type === type)?.value ?? '';
  if (Number(part('hour')) < hour) return null;
  const daysLate = days.indexOf(part('weekday'));
  const today = Date.UTC(Number(part('year')), Number(part('month')) - 1, Number(part('day')));
  return { monday: new Date(today - daysLate * 86_400_000).toISOString().slice(0, 10), daysLate };
}
