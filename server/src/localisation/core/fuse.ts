import type { Facts } from './facts.ts';
import type { Testimony } from './testimony.ts';
import type { Weights } from './weights.ts';
import { travelling } from './witnesses/index.ts';

/** What lies deeper explains hardly anything, nor does what is weaker than so many others. */
const callsMax = 6;
const explainersMax = 50;
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

/** The most nats of any callee but the candidate itself, which a circle of calls leads back to; fading with each call in between. */
function strongestBelow({ graph }: Facts, total: readonly number[]): number[] {
  const below = total.map(() => 0);
  const strongest = total
    .flatMap((nats, candidate) => (nats > 0 ? [{ nats, candidate }] : []))
    .toSorted((a, b) => b.nats - a.nats || a.candidate - b.candidate)
    .slice(0, explainersMax);
  for (const { nats, candidate } of strongest) {
    const seen = new Set([candidate]);
    let reached = [candidate];
    for (let calls = 0; calls < callsMax && reached.length > 0; calls += 1) {
      reached = reached
        .flatMap((callee) => graph.callers[callee] ?? [])
        .filter((caller) => isNew(seen, caller));
      for (const caller of reached) below[caller] = Math.max(below[caller] ?? 0, nats * fading ** calls);
    }
  }
  return below;
}

function isNew(seen: Set<number>, candidate: number): boolean {
  const before = seen.size;
  return seen.add(candidate).size > before;
}
