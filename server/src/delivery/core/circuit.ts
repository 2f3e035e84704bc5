/** How a receiver has behaved of late. */
export interface Circuit {
  /** Temporary failures in a row. */
  readonly failures: number;
  /** Until when nothing is sent; after it one attempt at a time finds out. */
  readonly openUntilMs: number | null;
  readonly lastDetail: string;
}

export const closedCircuit: Circuit = { failures: 0, openUntilMs: null, lastDetail: '' };

/** This many temporary failures in a row open the circuit. */
const failuresMax = 5;
/** Less than the 120 s within which a page must leave once a receiver is back. */
const openMs = 20_000;

/** The circuit after one attempt; times are of a monotonic clock. Permanent refusals are answers, so they close it. */
export function afterAttempt(circuit: Circuit, { answered, detail, nowMs }: Attempt): Circuit {
  if (answered) return closedCircuit;
  const failures = circuit.failures + 1;
  return { failures, openUntilMs: failures >= failuresMax ? nowMs + openMs : null, lastDetail: detail };
}

interface Attempt {
  /** Whether the receiver answered at all, be it with a refusal. */
  readonly answered: boolean;
  readonly detail: string;
  readonly nowMs: number;
}

export type Admission = 'closed' | 'probe' | 'open';

/** Whether an attempt may go: freely, as the only one, or not now. */
export function admission(circuit: Circuit, nowMs: number): Admission {
  if (circuit.openUntilMs === null) return 'closed';
  return nowMs >= circuit.openUntilMs ? 'probe' : 'open';
}
