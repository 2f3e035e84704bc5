import { largest, sum } from './numbers.ts';
import type { Overlap } from './overlap.ts';
import type { Weights } from './weights.ts';

/** Probability of each candidate to be a cause, and of no candidate being one. Sums over single causes, pairs and nothing to 1. */
export interface Posterior {
  readonly probability: readonly number[];
  readonly nothing: number;
  /** Probability of each candidate to be the only cause. */
  readonly alone: readonly number[];
  /** Probability of two candidates to be the causes together; 0 of a pair that was not looked at. */
  readonly together: (a: number, b: number) => number;
  /** The likeliest pair of causes, where it is likelier than any single one, and each of the two is likely enough to act upon. */
  readonly pair: readonly [number, number] | null;
}

/** Pairs are formed of the strongest few: what is not among them adds nothing to a pair that one of them would not add alone. */
const strongestPaired = 6;

export interface Weighed {
  /** By candidate. Any number may be infinite or NaN: NaN counts as 0. */
  readonly nats: readonly number[];
  readonly nothing: number;
  readonly overlap: Overlap;
}

export function posterior({ nats, nothing, overlap }: Weighed, weights: Weights): Posterior {
  const scaled = nats.map((value) => sane(value) / weights.temperature);
  const order = scaled
    .map((_, candidate) => candidate)
    .toSorted((a, b) => (scaled[b] ?? 0) - (scaled[a] ?? 0) || a - b);
  // That a test failed says that something is the cause, and not that two are: a second one is no cheaper for it.
  const pairs = pairsOf(order.slice(0, strongestPaired)).map(([a, b]) => ({
    of: [a, b] as const,
    nats:
      (scaled[a] ?? 0) +
      (scaled[b] ?? 0) -
      (weights.second + Math.max(sane(nothing), weights.nothing) + overlap(a, b)) / weights.temperature,
  }));
  const top = Math.max(
    sane(nothing) / weights.temperature,
    largest(scaled),
    ...pairs.map((pair) => pair.nats),
  );
  const weigh = (value: number) => Math.exp(value - top);
  const alone = scaled.map(weigh);
  const probability = [...alone];
  const none = weigh(sane(nothing) / weights.temperature);
  const best = pairs.reduce<(typeof pairs)[number] | null>(
    (found, pair) => (found !== null && found.nats >= pair.nats ? found : pair),
    null,
  );
  const total = none + sum(alone) + sum(pairs.map((pair) => weigh(pair.nats)));
  for (const { of, nats: strength } of pairs)
    for (const one of of) probability[one] = (probability[one] ?? 0) + weigh(strength);
  const isPair =
    best !== null &&
    best.nats > largest(scaled) &&
    best.of.every((one) => (probability[one] ?? 0) / total >= weights.clear);
  return {
    probability: probability.map((value) => value / total),
    nothing: none / total,
    alone: alone.map((value) => value / total),
    together: (a, b) => {
      const found = pairs.find(({ of }) => of.includes(a) && of.includes(b));
      return found === undefined || a === b ? 0 : weigh(found.nats) / total;
    },
    pair: isPair ? best.of : null,
  };
}

function pairsOf(few: readonly number[]): (readonly [number, number])[] {
  return few.flatMap((a, index) => few.slice(index + 1).map((b) => [a, b] as const));
}

function sane(value: number): number {
  return Number.isNaN(value) ? 0 : Math.min(Math.max(value, -500), 500);
}
