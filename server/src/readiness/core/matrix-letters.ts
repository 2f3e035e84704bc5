import type { Outcome } from '@fieldmarshal/contract/readiness/rule';

const letters: Record<Outcome, string> = { met: 'm', missed: 'x', unknown: 'u' };

/**
 * How one product meets one standard, as one letter: `m` met, `x` missed, `u` unknown, `e` not met and exempt, `-` does not apply.
 * A capital letter: it rests on something old.
 */
export function letterOf(
  outcome: Outcome | undefined,
  { isExempt, isStale }: { isExempt: boolean; isStale: boolean },
): string {
  if (outcome === undefined) return '-';
  const letter = isExempt && outcome !== 'met' ? 'e' : letters[outcome];
  return isStale ? letter.toUpperCase() : letter;
}
