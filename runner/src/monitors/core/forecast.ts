/** A value at an instant, milliseconds since 1970. */
export type Point = readonly [atMs: number, value: number];

export interface Crossing {
  /** When the line reaches the limit; `now` or before where it is there already. */
  readonly likelyAt: number;
  /** Bounds of 90 %; null: it may never come. */
  readonly earliestAt: number;
  readonly latestAt: number | null;
}

const pointsMin = 8;
/** Of a normal distribution: 90 of 100 lie within. */
const z90 = 1.645;

/**
 * When the line through these points reaches `limit` from below (or, downwards, from above): Theil–Sen slope with Sen's interval, widened
 * where neighbours are alike, and the scatter round the line. Null where there are too few points, where the line does not lead to the
 * limit, or where a slope of nothing is as likely: no trend is no forecast. Outliers of less than a quarter of the points change little.
 */
export function crossing(
  points: readonly Point[],
  { limit, isUpwards, now }: { readonly limit: number; readonly isUpwards: boolean; readonly now: number },
): Crossing | null {
  const sign = isUpwards ? 1 : -1;
  const series = points
    .filter(([at, value]) => Number.isFinite(at) && Number.isFinite(value))
    .map(([at, value]): Point => [(at - now) / 1_000, sign * value])
    .toSorted(([a], [b]) => a - b);
  if (series.length < pointsMin) return null;
  const slopes = slopesOf(series);
  const slope = quantile(slopes, 0.5);
  const level = median(series.map(([at, value]) => value - slope * at));
  const residuals = series.map(([at, value]) => value - (level + slope * at));
  const half = halfWidth(series.length, likeness(residuals)) / Math.max(1, slopes.length);
  const [low, high] = [quantile(slopes, 0.5 - half), quantile(slopes, 0.5 + half)];
  const gap = sign * limit - level;
  if (gap <= 0) return { likelyAt: now, earliestAt: now, latestAt: now };
  if (slope <= 0 || low <= 0) return null;
  const scatter = z90 * 1.4826 * median(residuals.map(Math.abs));
  return {
    likelyAt: now + (gap / slope) * 1_000,
    earliestAt: now + (Math.max(0, gap - scatter) / high) * 1_000,
    latestAt: now + ((gap + scatter) / low) * 1_000,
  };
}

function slopesOf(series: readonly Point[]): number[] {
  const slopes: number[] = [];
  for (const [index, [at, value]] of series.entries())
    for (const [later, then] of series.slice(index + 1))
      if (later > at) slopes.push((then - value) / (later - at));
  return slopes.sort((a, b) => a - b);
}

/** Half of Sen's interval in ranks of slopes; likeness of neighbours makes fewer of the points count. */
function halfWidth(count: number, alike: number): number {
  const variance = ((count * (count - 1) * (2 * count + 5)) / 18) * ((1 + alike) / (1 - alike));
  return (z90 * Math.sqrt(variance)) / 2;
}

/** Correlation of residuals with the one before, 0 to 0.95. */
function likeness(residuals: readonly number[]): number {
  const mean = residuals.reduce((sum, each) => sum + each, 0) / residuals.length;
  const centred = residuals.map((each) => each - mean);
  const whole = centred.reduce((sum, each) => sum + each * each, 0);
  if (whole === 0) return 0;
  const pairs = centred.slice(1).reduce((sum, each, index) => sum + each * (centred[index] ?? 0), 0);
  return Math.min(0.95, Math.max(0, pairs / whole));
}

function median(values: readonly number[]): number {
  return quantile(
    values.toSorted((a, b) => a - b),
    0.5,
  );
}

/** Of sorted values; linear between ranks, shares outside 0..1 are the ends. */
function quantile(sorted: readonly number[], share: number): number {
  const rank = Math.min(1, Math.max(0, share)) * (sorted.length - 1);
  const [below, above] = [sorted[Math.floor(rank)] ?? 0, sorted[Math.ceil(rank)] ?? 0];
  return below + (above - below) * (rank - Math.floor(rank));
}
