import { weighUp } from '../localise.ts';
import type { Weights } from '../weights.ts';
import type { Known } from './known.ts';

const ridge = 0.25;
const rounds = 4;
const steps = [0.5, 0.8, 1.25, 2];
const tiny = 1e-6;

/** Mean negative log-probability of the true causes (of nothing, where nothing is wrong); each set counts the same, a harmed one less. */
export function lossOf(known: readonly Known[], weights: Weights): number {
  const bySet = new Map<string, number[]>();
  for (const one of known) {
    const list = bySet.get(one.set) ?? [];
    list.push(surprise(one, weights));
    bySet.set(one.set, list);
  }
  const sets = [...bySet].map(([set, list]) => ({ loss: mean(list), weight: weightOf(set) }));
  const total = sets.reduce((sum, { weight }) => sum + weight, 0);
  return sets.reduce((sum, { loss, weight }) => sum + loss * weight, 0) / total;
}

/** Cases made from others by taking evidence away must not outweigh them. */
function weightOf(set: string): number {
  return set.endsWith('cause silent') ? 0.3 : 1;
}

function surprise({ facts, testimonies, causes }: Known, weights: Weights): number {
  const { probability, nothing } = weighUp(facts, testimonies, weights).posterior;
  if (causes.length === 0) return -Math.log(Math.max(tiny, nothing));
  return mean(
    causes.map((cause) => -Math.log(Math.max(tiny, probability[facts.index.get(cause) ?? -1] ?? 0))),
  );
}

/** Searches one weight after the other, a few rounds; what little data says moves little from where it began. Deterministic. */
export function fit(known: readonly Known[], begin: Weights): Weights {
  let best = begin;
  const cost = (weights: Weights) => lossOf(known, weights) + ridge * distance(weights, begin);
  let least = cost(best);
  for (let round = 0; round < rounds; round += 1) {
    const before = least;
    for (const change of moves(best)) {
      const loss = cost(change(best));
      if (loss >= least - 1e-5) continue;
      least = loss;
      best = change(best);
    }
    if (least > before - 1e-3) break;
  }
  return best;
}

/** How far weights are from where the search began: 0 is nowhere. */
function distance(weights: Weights, begin: Weights): number {
  const names = Object.keys(weights.witness);
  return mean([
    ...names.map((name) => Math.log((weights.witness[name] ?? 1) / (begin.witness[name] ?? 1)) ** 2),
    Math.log(weights.temperature / begin.temperature) ** 2,
  ]);
}

type Move = (weights: Weights) => Weights;

function moves({ witness }: Weights): Move[] {
  const ofWitness = Object.keys(witness).flatMap((name) =>
    steps.map((step): Move => (weights) => ({
      ...weights,
      witness: { ...weights.witness, [name]: round((weights.witness[name] ?? 1) * step) },
    })),
  );
  const others = steps.flatMap((step): Move[] => [
    (weights) => ({ ...weights, nothing: round(weights.nothing * step) }),
    (weights) => ({ ...weights, explaining: Math.min(1, round(weights.explaining * step)) }),
    (weights) => ({ ...weights, temperature: round(weights.temperature * step) }),
  ]);
  return [...ofWitness, ...others];
}

function round(value: number): number {
  return Number(value.toPrecision(3));
}

function mean(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0) / Math.max(1, values.length);
}
