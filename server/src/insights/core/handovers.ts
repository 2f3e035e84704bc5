import type { Load } from '@fieldmarshal/contract/insights';
import { quantile } from './distribution.ts';

interface Handed {
  readonly status: string;
  readonly late: boolean;
  readonly hasNote: boolean;
  readonly escalated: boolean;
  readonly acceptMs: number | null;
}

/** How well watches were handed over. Accepting before the change of watch counts as below zero, and is no fault of a clock. */
export function handoversOf(all: readonly Handed[]): Load['handovers'] {
  const times = all.flatMap(({ acceptMs }) => (acceptMs === null ? [] : [acceptMs]));
  return {
    n: all.length,
    accepted: times.length,
    late: all.filter(({ late }) => late).length,
    escalated: all.filter(({ escalated }) => escalated).length,
    withoutNote: all.filter(({ hasNote }) => !hasNote).length,
    acceptP50: quantile(times, 0.5),
    acceptP90: quantile(times, 0.9),
  };
}
