const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;

const two = (value: number) => String(value).padStart(2, '0');

/** `380 ms`, `38 s`, `12m`, `2h 04m`, `3d 4h`. Negative durations are shown with a minus. */
export function durationText(ms: number): string {
  if (ms < 0) return `-${durationText(-ms)}`;
  if (ms < 1000) return `${Math.round(ms)} ms`;
  if (ms < minuteMs) return `${Math.floor(ms / 1000)} s`;
  if (ms < hourMs) return `${Math.floor(ms / minuteMs)}m`;
  if (ms < dayMs) return `${Math.floor(ms / hourMs)}h ${two(Math.floor(ms / minuteMs) % 60)}m`;
  return `${Math.floor(ms / dayMs)}d ${Math.floor(ms / hourMs) % 24}h`;
}

/** `12m 45s`: for a clock that counts towards something. Over an hour the seconds go. */
export function countdownText(ms: number): string {
  if (ms < 0) return `-${countdownText(-ms)}`;
  if (ms < minuteMs) return `${Math.floor(ms / 1000)} s`;
  if (ms >= hourMs) return durationText(ms);
  return `${Math.floor(ms / minuteMs)}m ${two(Math.floor(ms / 1000) % 60)}s`;
}

/** `+00:12:45` since a start; hours grow past 99. */
export function sinceStartText(ms: number): string {
  const seconds = Math.floor(Math.abs(ms) / 1000);
  const parts = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  return `${ms < 0 ? '-' : '+'}${parts.map(two).join(':')}`;
}

export interface ZonedText {
  date: string;
  /** 24 h, with seconds. */
  time: string;
  /** Name of the offset, `UTC+8` or a letter name such as `SGT`; never `GMT`. */
  zone: string;
}

const formats = new Map<string, Intl.DateTimeFormat>();

function format(zone: string): Intl.DateTimeFormat {
  const known = formats.get(zone);
  if (known !== undefined) return known;
  const made = new Intl.DateTimeFormat('en-GB', {
    timeZone: zone,
    day: 'numeric',
    month: 'short',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    hourCycle: 'h23',
    timeZoneName: 'short',
  });
  formats.set(zone, made);
  return made;
}

/** An instant (epoch ms) on the wall clock of an IANA zone; throws a RangeError for an unknown zone. */
export function zonedText(atMs: number, zone: string): ZonedText {
  const part = new Map(
    format(zone)
      .formatToParts(atMs)
      .map(({ type, value }) => [type, value]),
  );
  const get = (name: Intl.DateTimeFormatPartTypes) => part.get(name) ?? '';
  return {
    date: `${get('day')} ${get('month').slice(0, 3)} ${get('year')}`,
    time: `${get('hour')}:${get('minute')}:${get('second')}`,
    zone: get('timeZoneName').replace('GMT', 'UTC'),
  };
}

/** `21 Nov 2026 10:00:00 UTC+8 · 02:00:00Z`, with the UTC date where it differs. */
export function absoluteText(atMs: number, zone: string): string {
  const local = zonedText(atMs, zone);
  const utc = zonedText(atMs, 'UTC');
  const utcDate = utc.date === local.date ? '' : `${utc.date} `;
  return `${local.date} ${local.time} ${local.zone} · ${utcDate}${utc.time}Z`;
}

/** A planned instant to the minute: `Mon 30 Nov 18:00 UTC+8`. */
export function momentText(atMs: number, zone: string): string {
  const { date, time, zone: offset } = zonedText(atMs, zone);
  const weekday = new Intl.DateTimeFormat('en-GB', { timeZone: zone, weekday: 'short' }).format(atMs);
  return `${weekday} ${date.slice(0, -5)} ${time.slice(0, 5)} ${offset}`;
}

/** Live age: `12m` up to a day old, then the date and time in the zone. Coming instants read `in 12m`. */
export function ageText(atMs: number, nowMs: number, zone: string): string {
  const age = nowMs - atMs;
  if (Math.abs(age) >= dayMs) {
    const { date, time } = zonedText(atMs, zone);
    const year = zonedText(nowMs, zone).date.slice(-4);
    return `${date.endsWith(year) ? date.slice(0, -5) : date} ${time.slice(0, 5)}`;
  }
  if (Math.abs(age) < 1000) return 'now';
  return age < 0 ? `in ${durationText(-age)}` : durationText(age);
}

/** The same as part of a sentence: `just now`, `12m ago`; a date is no age, and what is to come is not past. */
export function agoText(atMs: number, nowMs: number, zone: string): string {
  const age = nowMs - atMs;
  if (Math.abs(age) < 1000) return 'just now';
  const text = ageText(atMs, nowMs, zone);
  return age < 0 || age >= dayMs ? text : `${text} ago`;
}

/** Missing is a dash, never 0. */

export function countText(part: number | null | undefined, whole?: number): string {
  if (part === null || part === undefined) return '–';
  const grouped = part.toLocaleString('en-GB');
  return whole === undefined ? grouped : `${grouped} of ${whole.toLocaleString('en-GB')}`;
}
