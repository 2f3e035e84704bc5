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
  const room = new Float64Array(values.length);
  let [n, none, negative] = [0, 0, 0];
  for (const value of values) {
    if (value === null) none += 1;
    else if (value < 0) negative += 1;
    else {
      room[n] = value;
      n += 1;
    }
  }
  // Sorting numbers in place of anything is ten times as fast; there are 20,000 of them seven times over.
  const sound = room.subarray(0, n).sort();
  return {
    n,
    none,
    negative,
    p50: rankOf(sound, 0.5),
    p90: rankOf(sound, 0.9),
    min: sound[0] ?? null,
    max: sound.at(-1) ?? null,
    few: sound.length < fewMax,
    bands: bandsOf(sound),
  };
}

/** How many of sorted values are in each band. */
function bandsOf(sorted: Float64Array): number[] {
  const ends = [...bandEndsMs, Infinity];
  const bands = ends.map(() => 0);
  let band = 0;
  for (const value of sorted) {
    while (value > (ends[band] ?? Infinity)) band += 1;
    bands[band] = (bands[band] ?? 0) + 1;
  }
  return bands;
}

/** Which band a value is in; a value at the end of a band is still in it. */
export function bandOf(ms: number): number {
  const band = bandEndsMs.findIndex((end) => ms <= end);
  return band < 0 ? bandEndsMs.length : band;
}
