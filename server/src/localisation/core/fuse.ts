import type { Facts } from './facts.ts';
import type { Testimony } from './testimony.ts';
import type { Weights } from './weights.ts';
import { travelling } from './witnesses/index.ts';

const rounds = 6;
const fading = 0.9;

/**
 * Nats of each candidate: its weighted testimonies, less what its callees explain away. A callee's deviation shows at those who call it,
 * so what travels is discounted by the strongest of what is called, directly or through others; the reverse never holds.
 */
export function fuse(facts: Facts, testimonies: readonly Testimony[], weights: Weights): number[] {
  const total = Array.from({ length: facts.size }, () => 0);
  const shared = Array.from({ length: facts.size }, () => 0);
  for (const { witness, candidate, llr } of testimonies) {
    const nats = llr * (weights.witness[witness] ?? 0);
    total[candidate] = (total[candidate] ?? 0) + nats;
    if (travelling.has(witness)) shared[candidate] = (shared[candidate] ?? 0) + Math.max(0, nats);
  }
  const below = strongestBelow(facts, total);
  return total.map((nats, candidate) => {
    const explained = Math.min((shared[candidate] ?? 0) * weights.explaining, below[candidate] ?? 0);
    return nats - explained;
  });
}

/** The most nats of any callee, fading with each call in between. A few rounds suffice, and a circle of calls ends with them. */
function strongestBelow({ graph }: Facts, total: readonly number[]): number[] {
  let below = total.map(() => 0);
  for (let round = 0; round < rounds; round += 1) {
    const before = below;
    below = graph.callees.map((callees, candidate) => {
      let best = 0;
      for (const callee of callees)
        if (callee !== candidate) best = Math.max(best, total[callee] ?? 0, fading * (before[callee] ?? 0));
      return best;
    });
  }
  return below;
}
