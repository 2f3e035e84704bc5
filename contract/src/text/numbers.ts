import { timesIn } from './times.ts';

/** A number as a text gives it. */
export interface Quantity {
  readonly value: number;
  /** `%`, or a unit of time in its short form; empty for everything else. */
  readonly unit: '' | '%' | 'ms' | 's' | 'min' | 'h' | 'd' | 'w';
}

const units: readonly (readonly [RegExp, Quantity['unit']])[] = [
  [/^\s*(?:%|percent\b|per cent\b)/i, '%'],
  [/^[\s-]*(?:ms|milliseconds?|msecs?)\b/i, 'ms'],
  [/^[\s-]*(?:s|secs?|seconds?)\b/i, 's'],
  [/^[\s-]*(?:m|mins?|minutes?)\b/i, 'min'],
  [/^[\s-]*(?:h|hrs?|hours?)\b/i, 'h'],
  [/^[\s-]*(?:d|days?)\b/i, 'd'],
  [/^[\s-]*(?:w|weeks?)\b/i, 'w'],
];
const words = ['two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten', 'eleven', 'twelve'];
const digits = /(?<![\p{L}\p{N}_.])(?<![\p{L}\p{N}][-_/])\d+(?:,\d{3})*(?:\.\d+)?(?![\d_]|\.\d)/gu;
const number = new RegExp(`${digits.source}|\\b(?:${words.join('|')})\\b`, 'giu');

/**
 * The numbers of a text in order, with `%` and units of time; `two` to `twelve` count too. Times, dates, versions (`4.18.2`) and names
 * with digits (`eu-west-1`) are none.
 */
export function numbersIn(text: string): Quantity[] {
  const { rest } = timesIn(text);
  return [...rest.matchAll(number)].flatMap((match) => {
    const after = rest.slice(match.index + match[0].length);
    const unit = units.find(([pattern]) => pattern.test(after))?.[1] ?? '';
    // A letter right behind the digits makes a name of it (`3xx`), unless it is a unit.
    if (unit === '' && /^\p{L}/u.test(after) && !/^(?:st|nd|rd|th|x|k|m|b|[kmgt]i?b)\b/iu.test(after))
      return [];
    return [{ value: valueOf(match[0]), unit }];
  });
}

/** `5 %` and `5 %` are the same, `5 min` and `5 h` are not; neither are `5 %` and `5`. */
export function isSameQuantity(a: Quantity, b: Quantity): boolean {
  return a.value === b.value && a.unit === b.unit;
}

function valueOf(text: string): number {
  const word = words.indexOf(text.toLowerCase());
  return word >= 0 ? word + 2 : Number(text.replaceAll(',', ''));
}
