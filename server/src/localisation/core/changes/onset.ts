import type { Facts } from '../facts.ts';

/** When the measurement of the symptom's product first left its level for good, at the latest when the trouble was reported. */
export function onset({ case: { symptom, series } }: Facts): number {
  const moments = series
    .filter(({ product, role }) => product === symptom.product && role !== 'load')
    .map((one) => firstLasting(one.at, one.value))
    .filter((at) => at !== null);
  return moments.reduce((first, at) => Math.min(first, at), symptom.at);
}

function firstLasting(at: readonly number[], value: readonly (number | null)[]): number | null {
  const early = Math.max(5, Math.floor(value.length * 0.3));
  const calm = value
    .slice(0, early)
    .filter((one) => one !== null && Number.isFinite(one))
    .map(Number);
  if (calm.length < 5) return null;
  const middle = calm.reduce((total, one) => total + one, 0) / calm.length;
  const spread =
    Math.sqrt(calm.reduce((total, one) => total + (one - middle) ** 2, 0) / calm.length) +
    Math.abs(middle) * 0.02 +
    1e-9;
  const isFar = (row: number) => Math.abs((value[row] ?? middle) - middle) > 6 * spread;
  for (let row = early; row + 2 < value.length; row += 1)
    if (isFar(row) && isFar(row + 1) && isFar(row + 2)) return at[row] ?? null;
  return null;
}
