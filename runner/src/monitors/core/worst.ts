type Direction = 'above' | 'below';

/** The value furthest in the direction that is bad; null without a number. */
export function worstOf(values: readonly number[], direction: Direction): number | null {
  const known = values.filter((value) => !Number.isNaN(value));
  if (known.length === 0) return null;
  return known.reduce((a, b) => (direction === 'above' ? Math.max(a, b) : Math.min(a, b)));
}

/** Whether a value is beyond a limit; the limit itself is not. */
export function isBeyond(value: number, limit: number, direction: Direction): boolean {
  return direction === 'above' ? value > limit : value < limit;
}
