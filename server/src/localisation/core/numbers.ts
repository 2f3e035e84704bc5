/** The finite numbers among some values, in their order. */
export function finite(values: readonly (number | null | undefined)[]): number[] {
  return values.filter((value): value is number => typeof value === 'number' && Number.isFinite(value));
}

/** The middle and the spread of some values; see {@link spread}. NaN and 0 of none. */
export function levelOf(values: readonly number[]): { middle: number; spread: number } {
  const sorted = Float64Array.from(values).sort();
  const middle = quantileOf(sorted, 0.5);
  if (sorted.length < 2) return { middle, spread: 0 };
  const away = sorted.map((value) => Math.abs(value - middle)).sort();
  const range = (quantileOf(sorted, 0.9) - quantileOf(sorted, 0.1)) / 2.563;
  return { middle, spread: Math.max(1.4826 * quantileOf(away, 0.5), range) };
}

/** The value below which `share` (0..1) of sorted values lie, interpolated; NaN of none. */
function quantileOf(sorted: Float64Array, share: number): number {
  if (sorted.length === 0) return Number.NaN;
  const at = share * (sorted.length - 1);
  const low = sorted[Math.floor(at)] ?? Number.NaN;
  const high = sorted[Math.ceil(at)] ?? low;
  return low + (high - low) * (at - Math.floor(at));
}

export function median(values: readonly number[]): number {
  return quantileOf(Float64Array.from(values).sort(), 0.5);
}

export function sum(values: readonly number[]): number {
  let total = 0;
  for (const value of values) total += value;
  return total;
}

/** The largest of some values, however many they are; minus infinity of none. */
export function largest(values: Iterable<number>): number {
  let found = -Infinity;
  for (const value of values) found = Math.max(found, value);
  return found;
}

/**
 * How far values usually are from their middle, in their unit, on the scale of a standard deviation. The larger of two robust
 * estimates, because one of them is 0 where most values are equal. 0 only where nearly all are equal.
 */
export function spread(values: readonly number[]): number {
  return levelOf(values).spread;
}

/** Keeps a number within bounds; NaN becomes the lower one. */
export function clamp(value: number, low: number, high: number): number {
  return value >= low ? Math.min(value, high) : low;
}

/** Goes from 0 towards 1 as `value` grows; one half at `half`. */
export function saturate(value: number, half: number): number {
  return value > 0 ? (value * value) / (value * value + half * half) : 0;
}

/**
 * Log-likelihood ratio (nats, never negative) of two rates being different rather than equal, given successes and trials of each:
 * the G statistic halved. 0 where either has no trials.
 */
export function rateDifference(first: readonly [number, number], second: readonly [number, number]): number {
  const [a, n] = first;
  const [b, m] = second;
  if (n <= 0 || m <= 0) return 0;
  const pooled = (a + b) / (n + m);
  return Math.max(
    0,
    likelihood(a, n, a / n) + likelihood(b, m, b / m) - likelihood(a, n, pooled) - likelihood(b, m, pooled),
  );
}

function likelihood(hits: number, trials: number, rate: number): number {
  const yes = hits > 0 ? hits * Math.log(rate) : 0;
  const no = trials > hits ? (trials - hits) * Math.log(1 - rate) : 0;
  return yes + no;
}

/** Logarithm of the beta function, of positive numbers; good to ten digits. */
export function logBeta(a: number, b: number): number {
  return logGamma(a) + logGamma(b) - logGamma(a + b);
}

/** Logarithm of in how many ways `k` of `n` can be chosen. */
export function logBinomial(n: number, k: number): number {
  return -Math.log(n + 1) - logBeta(n - k + 1, k + 1);
}

/** Stirling's series, from 8 on; smaller ones by recurrence. */
function logGamma(value: number): number {
  let below = 0;
  let x = value;
  for (; x < 8; x += 1) below += Math.log(x);
  const square = 1 / (x * x);
  const series = (1 / 12 - square * (1 / 360 - square * (1 / 1260 - square / 1680))) / x;
  return (x - 0.5) * Math.log(x) - x + 0.5 * Math.log(2 * Math.PI) + series - below;
}
