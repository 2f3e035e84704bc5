import type { Stretch } from './schedule-api.ts';

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const formats = new Map<string, Intl.DateTimeFormat>();

function dayFormat(zone: string): Intl.DateTimeFormat {
  const known = formats.get(zone);
  if (known !== undefined) return known;
  const options = {
    timeZone: zone,
    weekday: 'short',
    day: 'numeric',
    month: 'short',
    year: 'numeric',
  } as const;
  const made = new Intl.DateTimeFormat('en-GB', options);
  formats.set(zone, made);
  return made;
}

/** The instant at which the day of this instant began in a zone; days begin on a quarter of an hour everywhere. */
export function dayStart(at: number, zone: string): number {
  const format = dayFormat(zone);
  const today = format.format(at);
  let start = at - (at % (15 * minuteMs));
  while (format.format(start - 1) === today) start -= 15 * minuteMs;
  return start;
}

/** The next day's beginning: 23, 24 or 25 hours later, or half an hour more or less. */
function nextDay(start: number, zone: string): number {
  return dayStart(start + 30 * hourMs, zone);
}

export interface Day extends Stretch {
  /** `Sun 29`. */
  label: string;
  /** Only where the clocks change: `23 h`. */
  length: string | null;
}

/** So many days of a zone's wall clock, at real instants. */
export function daysFrom(from: number, count: number, zone: string): Day[] {
  const days: Day[] = [];
  let start = dayStart(from, zone);
  for (let index = 0; index < count; index += 1) {
    const end = nextDay(start, zone);
    const hours = (end - start) / hourMs;
    const [weekday = '', date = ''] = dayFormat(zone).format(start).replace(',', '').split(' ');
    days.push({
      from: start,
      to: end,
      label: `${weekday} ${date}`,
      length: hours === 24 ? null : `${hours} h`,
    });
    start = end;
  }
  return days;
}

/** `Thu 26 Nov 14:00 – 18:00`. */
export function spanText(from: string, to: string, zone: string): string {
  return momentFormat(zone).formatRange(new Date(from), new Date(to));
}

/** `Thu 26 Nov, 14:00`. */
export function instantText(at: string, zone: string): string {
  return momentFormat(zone).format(new Date(at));
}

function momentFormat(zone: string): Intl.DateTimeFormat {
  return new Intl.DateTimeFormat('en-GB', {
    timeZone: zone,
    weekday: 'short',
    day: 'numeric',
    month: 'short',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  });
}

export function hoursText(from: string, to: string): string {
  const hours = (Date.parse(to) - Date.parse(from)) / hourMs;
  return `${Math.round(hours * 10) / 10} h`;
}

/** What a `datetime-local` field shows for an instant, on this device's clock. */
export function fieldText(instant: string): string {
  const at = new Date(instant);
  return new Date(at.getTime() - at.getTimezoneOffset() * minuteMs).toISOString().slice(0, 16);
}
