import { largest, sum } from './numbers.ts';
import type { Overlap } from './overlap.ts';
import type { Weights } from './weights.ts';

/** Probability of each candidate to be a cause, and of no candidate being one. Sums over single causes, pairs and nothing to 1. */
export interface Posterior {
  readonly probability: readonly number[];
  readonly nothing: number;
  /** The likeliest pair of causes, where it is likelier than any single one. */
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
  const pairs = pairsOf(order.slice(0, strongestPaired)).map(([a, b]) => ({
    of: [a, b] as const,
    nats:
      (scaled[a] ?? 0) +
      (scaled[b] ?? 0) -
      (weights.second + sane(nothing) + overlap(a, b)) / weights.temperature,
  }));
  const top = Math.max(
    sane(nothing) / weights.temperature,
    largest(scaled),
    ...pairs.map((pair) => pair.nats),
  );
  const weigh = (value: number) => Math.exp(value - top);
  const probability = scaled.map(weigh);
  const none = weigh(sane(nothing) / weights.temperature);
  const best = pairs.reduce<(typeof pairs)[number] | null>(
    (found, pair) => (found !== null && found.nats >= pair.nats ? found : pair),
    null,
  );
  const total = none + sum(probability) + sum(pairs.map((pair) => weigh(pair.nats)));
  for (const { of, nats: strength } of pairs)
    for (const one of of) probability[one] = (probability[one] ?? 0) + weigh(strength);
  const isPair = best !== null && best.nats > largest(scaled);
  return {
    probability: probability.map((value) => value / total),
    nothing: none / total,
    pair: isPair ? best.of : null,
  };
}

function pairsOf(few: readonly number[]): (readonly [number, number])[] {
  return few.flatMap((a, index) => few.slice(index + 1).map((b) => [a, b] as const));
}

function sane(value: number): number {
  return Number.isNaN(value) ? 0 : Math.min(Math.max(value, -500), 500);
}
