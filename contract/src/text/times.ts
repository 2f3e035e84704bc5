const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const monthName = '(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\\.?';
const isoDate = /\b\d{4}-(\d{2})-(\d{2})/g;
const slashDate = /\b(\d{1,2})\/(\d{1,2})\/(\d{4})\b/g;
const monthFirst = new RegExp(`\\b${monthName}\\s+(\\d{1,2})(?:st|nd|rd|th)?\\b(?:,?\\s+\\d{4}\\b)?`, 'gi');
const dayFirst = new RegExp(
  `\\b(\\d{1,2})(?:st|nd|rd|th)?\\s+(?:of\\s+)?${monthName}(?:,?\\s+\\d{4}\\b)?`,
  'gi',
);
const clock = /(?<![\d:])(\d{1,2}:\d{2})(?::\d{2})?(?:\.\d+)?(?:\s*([ap])\.?m\b\.?)?/gi;
const bareHour = /\b(\d{1,2})\s*([ap])\.?m\b\.?/gi;

/** The times and dates a text names, and the text without them. */
export interface Times {
  /** `14:05`; an hour with `am` or `pm` on the 24 hour clock. Zones are not converted. */
  readonly clocks: readonly string[];
  /** `03-31`, month first; years and weekdays are left aside. */
  readonly dates: readonly string[];
  /** The text with a blank where each stood, so that their digits are not taken for numbers. */
  readonly rest: string;
}

/** Finds clock times and dates as people and machines write them. Never throws; what is no time of a day is left where it is. */
export function timesIn(text: string): Times {
  const clocks = new Set<string>();
  const dates = new Set<string>();
  const date = (month: number, day: number): string => {
    if (month >= 1 && month <= 12 && day >= 1 && day <= 31) dates.add(`${two(month)}-${two(day)}`);
    return ' ';
  };
  let rest = withPlainDigits(text).replaceAll(/(\d)T(\d{2}:)/g, '$1 $2');
  rest = rest.replaceAll(isoDate, (_, month, day) => date(Number(month), Number(day)));
  rest = rest.replaceAll(slashDate, (_, month, day) => date(Number(month), Number(day)));
  rest = rest.replaceAll(monthFirst, (_, month: string, day) => date(monthOf(month), Number(day)));
  rest = rest.replaceAll(dayFirst, (_, day, month: string) => date(monthOf(month), Number(day)));
  rest = rest.replaceAll(clock, (whole: string, given: string, half: string | undefined) => {
    const [hour = 0, minute = 0] = given.split(':').map(Number);
    if (hour > 24 || minute > 59) return whole;
    clocks.add(`${two(on24(hour, half))}:${two(minute)}`);
    return ' ';
  });
  rest = rest.replaceAll(bareHour, (whole: string, hour, half: string) => {
    if (Number(hour) > 12) return whole;
    clocks.add(`${two(on24(Number(hour), half))}:00`);
    return ' ';
  });
  return { clocks: [...clocks], dates: [...dates], rest };
}

function monthOf(name: string): number {
  return months.indexOf(name.slice(0, 3).toLowerCase()) + 1;
}

function on24(hour: number, half: string | undefined): number {
  if (half === undefined) return hour;
  return (hour % 12) + (half.toLowerCase() === 'p' ? 12 : 0);
}

function two(value: number): string {
  return String(value).padStart(2, '0');
}

/** Digits of other scripts (`١٢`, `１２`, `१२`) as those that everything here reads: a number is held to its source whoever writes it. */
export function withPlainDigits(text: string): string {
  return text.replaceAll(/(?![0-9])\p{Nd}/gu, (digit) => {
    const code = digit.codePointAt(0) ?? 0;
    // Unicode keeps the ten digits of a script together, zero first.
    let zero = code;
    while (code - zero < 9 && /\p{Nd}/u.test(String.fromCodePoint(zero - 1))) zero -= 1;
    return String(code - zero);
  });
}
