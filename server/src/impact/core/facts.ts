import type { HitState, ImpactEvidence } from '@fieldmarshal/contract/impact';

/** Instants are milliseconds since 1970. */
type Instant = number;

/** What says so, for people; with its moment as the wire writes it. */
export type Evidence = ImpactEvidence;

/** A product that is broken, or may be. */
export interface Suspicion {
  readonly product: string;
  /** Null: nobody knows where. */
  readonly environment: string | null;
  /** 0..1 */
  readonly probability: number;
  /** Whether it is one of those that a verdict suspects, of which one is the cause. */
  readonly isAlternative: boolean;
  readonly state: HitState;
  readonly since: Instant;
  readonly evidence: Evidence;
}

/** An environment of which it is said that something is wrong in it, and not what. */
export interface Place {
  readonly environment: string;
  readonly probability: number;
  readonly state: HitState;
  readonly evidence: Evidence;
}

/** How a check stands in an environment. */
export interface CheckFact {
  readonly check: string;
  readonly environment: string;
  readonly workflow: string | null;
  /** What it looks at; the first is blamed for its failure. */
  readonly products: readonly string[];
  /** How likely the first of them is to blame; 0..1. */
  readonly blame: number;
  /** How likely what it sees is what users see, rather than a fault of the test or of what runs it; 0..1. */
  readonly real: number;
  /** `silent`: it says nothing, for whatever reason. */
  readonly verdict: 'failing' | 'degraded' | 'passing' | 'silent';
  readonly state: HitState;
  /** Since when it stands so. */
  readonly since: Instant;
  /** When it was last seen to pass. */
  readonly passedAt: Instant | null;
  readonly everyMs: number;
  readonly evidence: Evidence;
}

/** Everything an assessment is made of; any part may be empty. */
export interface Facts {
  readonly suspicions: readonly Suspicion[];
  readonly places: readonly Place[];
  readonly checks: readonly CheckFact[];
}

/** A pass is worth something for so many intervals of its check. */
export const freshIntervals = 3;
