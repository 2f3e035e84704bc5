import { rungs, type Rung } from '@fieldmarshal/contract/readiness';
import type { Results } from './evaluate.ts';
import type { Standards } from './standards.ts';

const weights = { must: 3, should: 1 } as const;

/** How a product stands in sum. */
export interface Sum {
  /** 0.0 to 4.0: the share of what applies that is met, a must counting three times a should; null where nothing applies. */
  readonly score: number | null;
  /** The highest rung all of whose musts, and those of the rungs below, are met; null where none is, or no must applies. */
  readonly rung: Rung | null;
  readonly applies: number;
  readonly met: number;
  readonly unknown: number;
  /** Musts that are missed or unknown. */
  readonly mustGaps: number;
}

/** Unknown is never met. What the product is exempt from counts neither way, unless it is met anyway. */
export function sumOf({ list }: Standards, results: Results, exempt: ReadonlySet<string>): Sum {
  const sum = { applies: 0, met: 0, unknown: 0, mustGaps: 0 };
  let [reached, whole] = [0, 0];
  const missing = new Set<Rung>();
  const present = new Set<Rung>();
  for (const { name, spec } of list) {
    const outcome = results.get(name)?.outcome;
    if (outcome === undefined) continue;
    if (spec.level === 'must') present.add(spec.rung);
    if (outcome !== 'met' && exempt.has(name)) continue;
    sum.applies += 1;
    whole += weights[spec.level];
    if (outcome === 'met') {
      sum.met += 1;
      reached += weights[spec.level];
      continue;
    }
    if (outcome === 'unknown') sum.unknown += 1;
    if (spec.level !== 'must') continue;
    sum.mustGaps += 1;
    missing.add(spec.rung);
  }
  return {
    ...sum,
    score: whole === 0 ? null : roundTenth((4 * reached) / whole),
    rung: rungOf(present, missing),
  };
}

function rungOf(present: ReadonlySet<Rung>, missing: ReadonlySet<Rung>): Rung | null {
  let highest: Rung | null = null;
  for (const rung of rungs) {
    if (missing.has(rung)) break;
    if (present.has(rung)) highest = rung;
  }
  return highest;
}

/** Of several products: the middle of their scores; of an even number the mean of the two in the middle. Null of none. */
export function medianOf(scores: readonly (number | null)[]): number | null {
  const sorted = scores.filter((score) => score !== null).sort((a, b) => a - b);
  if (sorted.length === 0) return null;
  const high = sorted[Math.floor(sorted.length / 2)] ?? 0;
  const low = sorted[Math.ceil(sorted.length / 2) - 1] ?? 0;
  return roundTenth((high + low) / 2);
}

export function roundTenth(value: number): number {
  return Math.round(value * 10) / 10;
}
