/** p50 and p95 by nearest rank; null for no values. */
export function spreadOf(values: readonly number[]): { p50: number; p95: number } | null {
  if (values.length === 0) return null;
  const sorted = values.toSorted((a, b) => a - b);
  const rank = (share: number): number =>
    sorted[Math.min(sorted.length - 1, Math.ceil(share * sorted.length) - 1)] ?? 0;
  return { p50: rank(0.5), p95: rank(0.95) };
}

interface TimedStep {
  readonly title: string;
  readonly durationMs: number;
}

export interface StepSpread {
  readonly title: string;
  readonly runs: number;
  readonly now: { p50: number; p95: number };
  readonly before: { p50: number; p95: number } | null;
  readonly slower: boolean;
}

const stepsMax = 50;
/** A step is slower when its median grew by more than this share and this much; fewer runs than this say nothing. */
const growthRatio = 1.25;
const growthMs = 50;
const runsMin = 5;

/** Steps by title over some runs, and over runs before them; the slowest first. A title that stands twice in a run counts twice. */
export function stepSpreads(
  now: readonly (readonly TimedStep[])[],
  before: readonly (readonly TimedStep[])[],
): StepSpread[] {
  const past = byTitle(before);
  return [...byTitle(now)]
    .map(([title, durations]) => {
      const spread = spreadOf(durations) ?? { p50: 0, p95: 0 };
      const old = past.get(title) ?? [];
      const oldSpread = spreadOf(old);
      const slower =
        oldSpread !== null &&
        Math.min(durations.length, old.length) >= runsMin &&
        spread.p50 > oldSpread.p50 * growthRatio &&
        spread.p50 > oldSpread.p50 + growthMs;
      return { title, runs: durations.length, now: spread, before: oldSpread, slower };
    })
    .toSorted((a, b) => b.now.p95 - a.now.p95)
    .slice(0, stepsMax);
}

function byTitle(runs: readonly (readonly TimedStep[])[]): Map<string, number[]> {
  const found = new Map<string, number[]>();
  for (const { title, durationMs } of runs.flat())
    found.set(title, [...(found.get(title) ?? []), durationMs]);
  return found;
}
