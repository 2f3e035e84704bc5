import type { Facts } from './facts.ts';

/** What one witness says of one candidate. */
export interface Testimony {
  readonly witness: string;
  /** Number of the candidate. */
  readonly candidate: number;
  /** Log-likelihood ratio in nats, before its weight: above 0 speaks for the candidate as the cause, below 0 against. Within ±10. */
  readonly llr: number;
  readonly sentence: string;
}

/** One kind of evidence. Pure; says nothing where it has nothing to go by. */
export interface Witness {
  readonly name: string;
  /** Whether what it sees at a callee also shows at its callers, so that a callee explains it away. */
  readonly travels: boolean;
  readonly testify: (facts: Facts) => readonly Testimony[];
}
