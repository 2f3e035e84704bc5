/** A ratio that must not fall below, or rise above, what is told with it. */
interface Bound {
  readonly name: string;
  readonly value: number;
  readonly least?: number;
  readonly most?: number;
  /** What the value is a multiple of; absent = it is no ratio. */
  readonly of?: string;
}

const missed: string[] = [];

/** Prints a figure with its bound, and whether it is met. */
export function judge({ name, value, least, most, of }: Bound): void {
  const met = Number.isFinite(value) && value >= (least ?? -Infinity) && value <= (most ?? Infinity);
  const bound = least === undefined ? `at most ${most}` : `at least ${least}`;
  const unit = of === undefined ? '' : ` × ${of}`;
  console.log(`${met ? 'met   ' : 'MISSED'} ${name}: ${round(value)}${unit} (must be ${bound})`);
  if (!met) missed.push(name);
}

/** Ends a section: says what of it was missed, and forgets it. Returns whether everything was met. */
export function conclude(section: string): boolean {
  const all = missed.splice(0);
  console.log(`${section}: ${all.length === 0 ? 'every "must" is met' : `missed: ${all.join('; ')}`}`);
  return all.length === 0;
}

/** Three significant digits are more than a shared machine repeats. */
export function round(value: number): number {
  return Number(value.toPrecision(3));
}

/** The middle one of some figures, and the value below which `share` (0..1) of them lie. */
export function quantile(figures: readonly number[], share: number): number {
  const sorted = figures.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}
