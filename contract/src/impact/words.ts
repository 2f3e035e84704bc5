/** The fixed words of impact, in the order screens show them. Plain arrays, so that the fold needs no schema library. */
export const impactKinds = ['workflow', 'application', 'environment', 'customer'] as const;
export type ImpactKind = (typeof impactKinds)[number];

/** How it is hit. `unknown`: nothing is heard of it; never the same as working. `ok`: a fresh check says that it works. */
export const impactStates = ['down', 'wrong-data', 'degraded', 'slow', 'unknown', 'ok'] as const;
export type ImpactState = (typeof impactStates)[number];

/** What a person may say of how something is hit. */
export const hitStates = ['down', 'wrong-data', 'degraded', 'slow'] as const;
export type HitState = (typeof hitStates)[number];

/**
 * How sure it is. `confirmed`: a person said so. `likely`: at least 0.70. `possible`: less, or unknown. `not-hit`: a fresh check passes.
 * `rejected`: a person said that it is not hit.
 */
export const standings = ['confirmed', 'likely', 'possible', 'not-hit', 'rejected'] as const;
export type Standing = (typeof standings)[number];

export const impactDecisions = ['confirmed', 'rejected', 'added'] as const;
export type ImpactDecision = (typeof impactDecisions)[number];

/** From here on something counts as hit until somebody says otherwise, and "confirm all" takes it along. */
export const likelyFrom = 0.7;
/** Below it is weak: listed last, and never counted. */
export const possibleFrom = 0.4;

/** Rows of a page of the record, where nobody asks for another number. */
export const impactPageRows = 100;
