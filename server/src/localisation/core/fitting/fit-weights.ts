import { weighUp } from '../localise.ts';
import type { Weights } from '../weights.ts';
import type { Known } from './known.ts';

const ridge = 0.25;
const rounds = 4;
const steps = [0.5, 0.8, 1.25, 2];
const tiny = 1e-6;

/**
 * Mean negative log-probability of just the true causes together (of nothing, where nothing is wrong); each set counts the same, a harmed
 * one less. Whoever is named beside them costs, so that a second cause is not promised where there is one.
 */
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
  const { probability, nothing, alone, together } = weighUp(facts, testimonies, weights).posterior;
  const [a = -1, b = -1] = causes.map((cause) => facts.index.get(cause) ?? -1);
  const surpriseOf = (share: number) => -Math.log(Math.max(tiny, share));
  if (causes.length === 0) return surpriseOf(nothing);
  if (causes.length === 1) return surpriseOf(alone[a] ?? 0);
  if (causes.length === 2) return surpriseOf(together(a, b));
  return mean(causes.map((cause) => surpriseOf(probability[facts.index.get(cause) ?? -1] ?? 0)));
}

/**
 * Searches one weight after the other, a few rounds; what little data says moves little from where it began. Deterministic. `only`: the
 * others stay as they are; a witness by its name, or `nothing`, `second`, `explaining`, `temperature`.
 */
export function fit(known: readonly Known[], begin: Weights, only?: ReadonlySet<string>): Weights {
  let best = begin;
  const cost = (weights: Weights) => lossOf(known, weights) + ridge * distance(weights, begin);
  let least = cost(best);
  for (let round = 0; round < rounds; round += 1) {
    const before = least;
    for (const { what, change } of moves(best)) {
      if (only?.has(what) === false) continue;
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

interface Move {
  readonly what: string;
  readonly change: (weights: Weights) => Weights;
}

function moves({ witness }: Weights): Move[] {
  const ofWitness = Object.keys(witness).flatMap((name) =>
    steps.map((step): Move => ({
      what: name,
      change: (weights) => ({
        ...weights,
        witness: { ...weights.witness, [name]: round((weights.witness[name] ?? 1) * step) },
      }),
    })),
  );
  const others = (['nothing', 'second', 'explaining', 'temperature'] as const).flatMap((what) =>
    steps.map((step): Move => ({
      what,
      change: (weights) => {
        const moved = round(weights[what] * step);
        return { ...weights, [what]: what === 'explaining' ? Math.min(1, moved) : moved };
      },
    })),
  );
  return [...ofWitness, ...others];
}

function round(value: number): number {
  return Number(value.toPrecision(3));
}

function mean(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0) / Math.max(1, values.length);
}
