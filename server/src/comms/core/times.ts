import type { DraftFacts } from './facts.ts';

type Reader = Pick<DraftFacts, 'language' | 'timeZone' | 'now'>;

/**
 * An instant in the reader's zone: the time with the zone's name, and the date where it is not the day of `now`. What is no instant, and a
 * zone or a language that does not exist, is answered in UTC and English; never throws.
 */
export function timeFor(instant: string, reader: Reader): string {
  const at = new Date(instant);
  if (Number.isNaN(at.getTime())) return '';
  const time = `${clockTime(at, reader)} ${zoneName(at, reader)}`;
  const day = dayOf(at, reader);
  return day === dayOf(new Date(reader.now), reader) ? time : `${time} (${day})`;
}

/** Whether the clock time of an instant stands in a text. */
export function instantIn(text: string, instant: string, reader: Reader): boolean {
  const time = clockTime(new Date(instant), reader);
  return time !== '' && text.includes(time);
}

function clockTime(at: Date, reader: Reader): string {
  return format(at, reader, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
}

function dayOf(at: Date, reader: Reader): string {
  return format(at, reader, { day: '2-digit', month: 'long', year: 'numeric' });
}

function zoneName(at: Date, reader: Reader): string {
  const parts = formatter(reader, { timeZoneName: 'short' }).formatToParts(at);
  const name = parts.find(({ type }) => type === 'timeZoneName')?.value ?? 'UTC';
  // Zones without a name of their own come as an offset from the old name of UTC.
  return name.replace(/^GMT(?=[+\u2212-])/u, 'UTC');
}

function format(at: Date, reader: Reader, options: Intl.DateTimeFormatOptions): string {
  return Number.isNaN(at.getTime()) ? '' : formatter(reader, options).format(at);
}

/** Making one takes as long as a thousand uses of it; a handful of languages and zones is all there is. */
const formatters = new Map<string, Intl.DateTimeFormat>();
const formattersMax = 500;

function formatter(
  { language, timeZone }: Pick<Reader, 'language' | 'timeZone'>,
  options: Intl.DateTimeFormatOptions,
): Intl.DateTimeFormat {
  const key = `${language} ${timeZone} ${Object.keys(options).join(' ')}`;
  const known = formatters.get(key);
  if (known !== undefined) return known;
  const made = makeFormatter(language, { ...options, timeZone });
  if (formatters.size >= formattersMax) formatters.clear();
  formatters.set(key, made);
  return made;
}

function makeFormatter(language: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  // English dates of other regions put the month first; a message to the world does not.
  const locale = /^en(?:$|-US)/iu.test(language) ? 'en-GB' : language;
  try {
    return new Intl.DateTimeFormat(locale, options);
  } catch {
    return new Intl.DateTimeFormat('en-GB', { ...options, timeZone: 'UTC' });
  }
}
