import type { Outcome } from '../../core/outcome.ts';

/**
 * A failed run of a slot that is not counted yet: nothing answered it, which may be the way there from its runner as well as the product.
 * Another runner looks first. Instants are milliseconds since 1970.
 */
export interface Doubt {
  readonly run: string;
  readonly runner: string;
  /** When it was known to have failed. */
  readonly failedAt: number;
  /** It counts when nobody has said anything by then. */
  readonly until: number;
}

/** A page for a product that is really away comes at most this much later, where its runner gets through to others. */
export const doubtMs = 15_000;
/** The same of a runner that has got through to nothing since. */
export const cutOffDoubtMs = 60_000;
/** The same where another got through meanwhile, in place of that runner: the others are believed, and have its work to do first. */
export const contradictedDoubtMs = 300_000;
/** So long a contradicted runner leaves the others first what any of them may take. */
export const contradictedMs = 60_000;
export const leavesMs = 5_000;
/** What ended longer ago was kept back by its runner: what another sees now says nothing of it. */
export const freshMs = 60_000;

interface Later {
  readonly runner: string | null;
  readonly outcome: Outcome;
}

/**
 * What a later run of the slot makes of a doubt. `contradicted`: another runner got through. `settled`: the later run counts for itself.
 * `open`: it says nothing about the product, so whether it counts is still to be seen.
 */
export function afterDoubt({ runner }: Doubt, later: Later): 'contradicted' | 'settled' | 'open' {
  switch (later.outcome) {
    case 'P':
    case 'K':
      return later.runner === runner ? 'settled' : 'contradicted';
    case 'F':
      return 'settled';
    case 'T':
    case 'H':
    case 'E':
      return 'open';
  }
}

/** What is said of a run that another runner contradicts. `called`: the other, as at the start of a sentence; `afterMs`: how much later. */
export function contradictedWhy(called: string, afterMs: number): string {
  const later = afterMs < 1_000 ? 'at once' : `${Math.round(afterMs / 1_000)} s later`;
  return `Nothing answered here. ${called} got through ${later}: it was the way there from this runner, or over in a moment.`;
}
