export interface Burn {
  /** How many times faster than the objective allows, over each window. */
  readonly long: number;
  readonly short: number;
  readonly isTooFast: boolean;
}

/**
 * The rate at which an error budget burns, from the share of bad events (0..1) over a long and a short window. Too fast only where both
 * are: the long one says that it matters, the short one that it goes on.
 */
export function burnOf(
  badRatio: { readonly long: number; readonly short: number },
  { objectivePercent, factor }: { readonly objectivePercent: number; readonly factor: number },
): Burn {
  const budget = 1 - objectivePercent / 100;
  const [long, short] = [badRatio.long / budget, badRatio.short / budget];
  return { long, short, isTooFast: long >= factor && short >= factor };
}

const dayMs = 86_400_000;

/** When a whole budget is gone at the rates of both windows: the long one says when likely, and the two bound it. */
export function budgetEnd(
  { long, short }: Pick<Burn, 'long' | 'short'>,
  { budgetDays, now }: { readonly budgetDays: number; readonly now: number },
): { readonly likelyAt: number; readonly earliestAt: number; readonly latestAt: number } {
  const endAt = (rate: number): number => now + (budgetDays / rate) * dayMs;
  return {
    likelyAt: endAt(long),
    earliestAt: endAt(Math.max(long, short)),
    latestAt: endAt(Math.min(long, short)),
  };
}
