import { isSameQuantity, numbersIn, type Quantity } from './numbers.ts';

const msOf: Readonly<Record<string, number>> = {
  ms: 1,
  s: 1_000,
  min: 60_000,
  h: 3_600_000,
  d: 86_400_000,
  w: 604_800_000,
};
const compound = /(\d+)\s*h(?:ours?|rs?)?\s*(?:and\s*)?(\d+)\s*m(?:in(?:ute)?s?)?\b/gi;

/**
 * The numbers of a text that are not the time between two of these instants (milliseconds), rounded or cut off in the unit they are given
 * in. `2 h 14 min` is one of them.
 */
export function numbersNotBetween(text: string, instants: readonly number[]): Quantity[] {
  const spans = instants.flatMap((a) => instants.filter((b) => b > a).map((b) => b - a));
  const fits = (ms: number, unitMs: number): boolean =>
    spans.some((span) => span - ms < unitMs && ms - span <= unitMs / 2);
  const rest = text.replaceAll(compound, (whole: string, hours, minutes) =>
    fits(Number(hours) * 3_600_000 + Number(minutes) * 60_000, 60_000) ? ' ' : whole,
  );
  return numbersIn(rest).filter(({ value, unit }) => {
    const unitMs = msOf[unit];
    return unitMs === undefined || !fits(value * unitMs, unitMs);
  });
}

/** Those of `claimed` that `given` does not have. */
export function missingFrom(claimed: readonly Quantity[], given: readonly Quantity[]): Quantity[] {
  return claimed.filter((one) => !given.some((other) => isSameQuantity(one, other)));
}
