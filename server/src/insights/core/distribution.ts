import { bandEndsMs, fewMax } from '@fieldmarshal/contract/insights';

/** The smallest value with at least `share` (0..1) of all values at or under it (nearest rank); null without a value. */
export function quantile(values: readonly number[], share: number): number | null {
  return rankOf(Float64Array.from(values).sort(), share);
}

function rankOf(sorted: Float64Array, share: number): number | null {
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? null;
}

export interface Spread {
  readonly n: number;
  readonly none: number;
  readonly negative: number;
  readonly p50: number | null;
  readonly p90: number | null;
  readonly min: number | null;
  readonly max: number | null;
  readonly few: boolean;
  readonly bands: number[];
}

/**
 * How values in milliseconds lie. null is counted as none; what is below zero comes of a wrong clock and is counted apart, in no quantile
 * and in no band.
 */
export function spreadOf(values: readonly (number | null)[]): Spread {
  const known = values.filter((value) => value !== null);
  // Sorting numbers in place of anything is ten times as fast; there are 20,000 of them seven times over.
  const sound = Float64Array.from(known.filter((value) => value >= 0)).sort();
  const bands = [...bandEndsMs, Infinity].map(() => 0);
  for (const value of sound) bands[bandOf(value)] = (bands[bandOf(value)] ?? 0) + 1;
  return {
    n: sound.length,
    none: values.length - known.length,
    negative: known.length - sound.length,
    p50: rankOf(sound, 0.5),
    p90: rankOf(sound, 0.9),
    min: sound[0] ?? null,
    max: sound.at(-1) ?? null,
    few: sound.length < fewMax,
    bands,
  };
}

/** Which band a value is in; a value at the end of a band is still in it. */
export function bandOf(ms: number): number {
  const band = bandEndsMs.findIndex((end) => ms <= end);
  return band < 0 ? bandEndsMs.length : band;
}
