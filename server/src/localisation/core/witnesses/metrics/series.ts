import type { Series } from '../../case.ts';
import { clamp, finite, largest, levelOf, median } from '../../numbers.ts';

/** How a series behaves from a moment on, beside how it behaved before and usually does. */
export interface Deviation {
  /** Lasting rise over the usual level since the moment, in spreads; negative = it only fell. */
  readonly rise: number;
  /** The same of the single highest value: enough to see that something happened, too little to blame anybody. */
  readonly jump: number;
  /** The same of the largest fall, as a positive number. */
  readonly fall: number;
  /** Rise over the usual level in the series' unit, for each row since the moment; 0 where it did not rise or has no value. */
  readonly excess: readonly number[];
  readonly level: number;
  readonly peak: number;
}

const rowsWorthASpread = 8;

/**
 * Null where the series has no value since `from`, or none before and none usual. The level is the worse of "usually" and "just before",
 * so that what was already so before the trouble is no sign of it.
 */
export function deviation(series: Series, from: number): Deviation | null {
  const first = firstRow(series, from);
  const before = finite(series.value.slice(0, first));
  const since = series.value.slice(first);
  const usual = finite(series.usual);
  const reference = usual.length >= rowsWorthASpread ? usual : [...usual, ...before];
  const seen = finite(since);
  if (reference.length === 0 || seen.length === 0) return null;
  const { middle, spread } = levelOf(reference);
  const justBefore = before.length === 0 ? middle : median(before);
  const [high, low] = [Math.max(middle, justBefore), Math.min(middle, justBefore)];
  const unit = Math.max(spread, leastSpread(series, middle, reference.length));
  const [peak, low2] = lasting(seen);
  return {
    rise: clamp((peak - high) / unit, -1e6, 1e6),
    jump: clamp((largest(seen) - high) / unit, -1e6, 1e6),
    fall: clamp((low - low2) / unit, -1e6, 1e6),
    excess: since.map((value) => (Number.isFinite(value) ? Math.max(0, Number(value) - high - unit) : 0)),
    level: high,
    peak,
  };
}

/** The highest and lowest values that more than one row reached; of few rows, the extremes. */
function lasting(seen: readonly number[]): readonly [number, number] {
  const sorted = seen.toSorted((a, b) => a - b);
  const at = sorted.length >= 4 ? 1 : 0;
  return [sorted[sorted.length - 1 - at] ?? Number.NaN, sorted[at] ?? Number.NaN];
}

/** A series that hardly ever moved must still not make a hair's breadth a sign; few values know little of the spread. */
function leastSpread(series: Series, middle: number, values: number): number {
  const relative = values < rowsWorthASpread ? 0.15 : 0.03;
  const absolute = series.role === 'errors' ? 0.002 : 1e-9;
  return Math.max(Math.abs(middle) * relative, absolute);
}

/**
 * The row in which the moment falls: a row stands for the time until the next one, and trouble may begin in its middle. Never the very
 * first one: without a row before it, what has long been so would look like trouble.
 */
export function firstRow(series: Series, from: number): number {
  const after = series.at.findIndex((at) => at > from);
  const row = (after < 0 ? series.at.length : after) - 1;
  return Math.max(series.at.length > 2 ? 1 : 0, row);
}
