import type { RunReport } from '@fieldmarshal/contract/checks';

/** How a run ended, in one letter: P passed, K flaky; failed by the fault of F product, T test, H harness, E environment. */
export type Outcome = 'P' | 'K' | 'F' | 'T' | 'H' | 'E';

const outcomesMax = 50;

export function outcomeOf({ verdict, fault }: Pick<RunReport, 'verdict' | 'fault'>): Outcome {
  if (verdict === 'passed') return 'P';
  if (verdict === 'flaky') return 'K';
  switch (fault?.class) {
    case 'test':
      return 'T';
    case 'harness':
      return 'H';
    case 'environment':
      return 'E';
    case 'product':
    case undefined:
      return 'F';
  }
}

/** Appends to the outcomes of a place, which keeps the last 50. */
export function withOutcome(recent: string, outcome: Outcome): string {
  return (recent + outcome).slice(-outcomesMax);
}
