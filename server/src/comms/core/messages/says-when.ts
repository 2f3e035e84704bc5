import { timeFor } from '../times.ts';

interface Span {
  readonly startsAt: Date;
  readonly endsAt: Date | null;
  readonly language: string;
}

const whenWords: Readonly<Record<string, readonly [when: string, until: string]>> = {
  de: ['Wann:', 'bis'],
  fr: ['Quand :', 'à'],
};
const english = ['When:', 'to'] as const;

/** `When: 22:00 UTC (1 January 2027) to 23:30 UTC (1 January 2027)`, for words of maintenance that do not say it themselves. */
export function whenLine({ startsAt, endsAt, language }: Span, now: Date): string {
  const [when, until] = whenWords[language.split('-')[0] ?? ''] ?? english;
  const reader = { language, timeZone: 'Etc/UTC', now: now.toISOString() };
  const [start, end] = [startsAt, endsAt].map((at) => (at === null ? '' : timeFor(at.toISOString(), reader)));
  return `${when} ${start}${end === '' ? '' : ` ${until} ${end}`}`;
}

interface When {
  readonly language: string;
  /** Of the readers, IANA; a time counts in any of them. */
  readonly zones: readonly string[];
}

/** Whether a text names the day or the time of an instant, in digits or with the name of the month, as somebody in one of the zones has it. */
export function saysWhen(text: string, at: Date, { language, zones }: When): boolean {
  return [...new Set(['Etc/UTC', ...zones])].some((zone) => {
    const parts = partsOf(at, zone, language);
    return parts !== null && (timeIn(parts).test(text) || dateIn(parts).test(text));
  });
}

interface Parts {
  readonly hour: number;
  readonly minute: string;
  readonly day: number;
  readonly month: number;
  readonly year: string;
  /** Its names in the language of the text and in English, long and short. */
  readonly months: readonly string[];
}

function partsOf(at: Date, timeZone: string, language: string): Parts | null {
  const named = (locale: string, month: 'long' | 'short'): string =>
    new Intl.DateTimeFormat(locale, { timeZone, month, day: 'numeric' })
      .formatToParts(at)
      .find(({ type }) => type === 'month')?.value ?? '';
  try {
    const [date = '', time = ''] = new Intl.DateTimeFormat('sv-SE', {
      timeZone,
      dateStyle: 'short',
      timeStyle: 'short',
    })
      .format(at)
      .split(' ');
    const [year = '', month = '', day = ''] = date.split('-');
    const [hour = '', minute = ''] = time.split(':');
    const months = [language, 'en'].flatMap((locale) => [named(locale, 'long'), named(locale, 'short')]);
    return { hour: Number(hour), minute, day: Number(day), month: Number(month), year, months };
  } catch {
    // A zone that does not exist names no time.
    return null;
  }
}

/** `22:00`, `22.00`, `22h00`, `10 pm`, `22 Uhr`, `22 h`. */
function timeIn({ hour, minute }: Parts): RegExp {
  const twelve = `${hour % 12 === 0 ? 12 : hour % 12}(?:[:.]${minute})${minute === '00' ? '?' : ''}\\s?${hour < 12 ? 'a' : 'p'}\\.?m`;
  const bare = minute === '00' ? `|0?${hour}\\s?(?:Uhr|h)(?![\\p{L}\\d])` : '';
  return new RegExp(`(?<![\\d:.])(?:0?${hour}\\s?[:.h]\\s?${minute}(?!\\d)|${twelve}${bare})`, 'iu');
}

/** `1 January`, `January 1st`, `1er janvier`, `1. Januar`, `1.1.`, `01/01/2027`, `2027-01-01`. */
function dateIn({ day, month, year, months }: Parts): RegExp {
  const names = months.map((name) => RegExp.escape(name.replace(/\.$/u, ''))).join('|');
  const [d, m] = [`0?${day}`, `0?${month}`];
  return new RegExp(
    `(?<!\\d)(?:${d}(?:st|nd|rd|th|er|\\.)?\\s(?:of\\s)?(?:${names})(?!\\p{L})|${d}\\.\\s?${m}\\.(?:${year}|${year.slice(2)})?|(?:${d}/${m}|${m}/${d})/(?:${year}|${year.slice(2)})|${year}-${m}-${d})(?!\\d)|(?<!\\p{L})(?:${names})\\s${d}(?!\\d)`,
    'iu',
  );
}
