import type { HitState, ImpactState } from '@fieldmarshal/contract/impact';

/**
 * Confidence as whole steps of 3 %, so that walking the graph adds small integers and a bucket for each does for a queue: level n is
 * 0.97ⁿ. Where two ways lead to a thing the surer one counts; ways do not add up, since they mostly tell of the same failure, but for those
 * of a verdict's suspects (`assess/alternatives.ts`).
 */
const base = 0.97;

/** Not reached. */
export const none = 255;
/** 0.10: beyond it nothing is worth a line. */
export const levelMax = 75;

/** What a step costs: who needs something fails with it by 0.94, who uses it degrades by 0.34. */
export const cost = {
  hard: 2,
  soft: 35,
  /** From a product to a workflow that needs it, from a workflow to its application, from there to a customer. */
  step: 1,
  /** To an application that is composed of it, where no workflow says more. */
  part: 6,
} as const;

export function levelOf(probability: number): number {
  if (!(probability > 0)) return none;
  const level = Math.round(Math.log(Math.min(1, probability)) / Math.log(base));
  return level > levelMax ? none : Math.max(0, level);
}

/** 0..1 */
export function probabilityOf(level: number): number {
  return level >= none ? 0 : base ** level;
}

/** 0..1 with two decimals. */
export function confidenceOf(level: number): number {
  return Math.round(probabilityOf(level) * 100) / 100;
}

/** States by number, the worst first. */
const stateCodes: readonly HitState[] = ['down', 'wrong-data', 'degraded', 'slow'];
/** How many there are. */
export const states = stateCodes.length;
export const degraded = 2;

export function codeOf(state: HitState): number {
  return stateCodes.indexOf(state);
}

export function stateOf(code: number): ImpactState {
  return stateCodes[code] ?? 'degraded';
}
