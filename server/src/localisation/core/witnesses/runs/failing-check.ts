import type { Case } from '../../case.ts';
import type { Facts } from '../../facts.ts';

type Run = Case['runs'][number];

/** The check whose failing run is looked into, or the one that is in trouble most. */
export interface FailingCheck {
  readonly check: string;
  /** Its runs, in the order given, and those in trouble. */
  readonly runs: readonly Run[];
  readonly troubled: readonly Run[];
  /** Whom the troubled ones went through. */
  readonly products: ReadonlySet<string>;
}

/** Null where none of its runs was in trouble. */
export function failingCheck({ case: { runs, step } }: Facts): FailingCheck | null {
  const check = step?.check ?? commonest(runs.filter(isTroubled), (run) => run.check).value;
  const own = runs.filter((run) => run.check === check);
  const troubled = own.filter(isTroubled);
  if (troubled.length === 0) return null;
  return { check, runs: own, troubled, products: new Set(troubled.flatMap(({ products }) => products)) };
}

/** It failed, at least at first. */
export function isTroubled({ passed, flaky }: Run): boolean {
  return !passed || flaky;
}

/** The value that most of the runs have, and how many of them. */
export function commonest(
  runs: readonly Run[],
  of: (run: Run) => string,
): { readonly value: string; readonly share: number } {
  const counts = new Map<string, number>();
  for (const run of runs) counts.set(of(run), (counts.get(of(run)) ?? 0) + 1);
  const [value = '', count = 0] =
    [...counts].toSorted((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1))[0] ?? [];
  return { value, share: count / Math.max(1, runs.length) };
}
