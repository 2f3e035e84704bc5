import type { CandidateKind } from './case.ts';
import type { Facts } from './facts.ts';
import type { Posterior } from './hypotheses.ts';
import type { Testimony } from './testimony.ts';
import type { Weights } from './weights.ts';

export interface Evidence {
  readonly witness: string;
  /** Weighted nats: above 0 for, below 0 against. */
  readonly nats: number;
  readonly sentence: string;
}

export interface Suspect {
  readonly id: string;
  readonly kind: CandidateKind;
  readonly probability: number;
  /** After what its callees explain away. */
  readonly nats: number;
  /** Strongest first, for and against. */
  readonly evidence: readonly Evidence[];
}

export interface Ranked {
  readonly nats: readonly number[];
  readonly posterior: Posterior;
  readonly testimonies: readonly Testimony[];
  readonly weights: Weights;
}

/**
 * Candidates that something speaks for, most probable first. Of equals the one that more products call comes first (what many need is
 * the likelier cause), then the one further from the symptom, then the smaller id.
 */
export function rank(facts: Facts, { nats, posterior, testimonies, weights }: Ranked): Suspect[] {
  const ids = [...facts.index.keys()];
  const kinds = new Map(facts.case.candidates.map(({ id, kind }) => [id, kind]));
  const evidence = new Map<number, Evidence[]>();
  for (const { witness, candidate, llr, sentence } of testimonies) {
    const weighted = llr * (weights.witness[witness] ?? 0);
    const list = evidence.get(candidate) ?? [];
    list.push({ witness, nats: weighted, sentence });
    evidence.set(candidate, list);
  }
  const order = [...evidence.keys()].toSorted((a, b) => compare(facts, { nats, posterior, ids }, a, b));
  return order.map((candidate) => ({
    id: ids[candidate] ?? '',
    kind: kinds.get(ids[candidate] ?? '') ?? 'product',
    probability: posterior.probability[candidate] ?? 0,
    nats: nats[candidate] ?? 0,
    evidence: (evidence.get(candidate) ?? []).toSorted((a, b) => Math.abs(b.nats) - Math.abs(a.nats)),
  }));
}

interface Standing {
  readonly nats: readonly number[];
  readonly posterior: Posterior;
  readonly ids: readonly string[];
}

function compare(
  facts: Facts,
  { nats, posterior, ids }: Standing,
  ...[a, b]: readonly [number, number]
): number {
  const probability = (posterior.probability[b] ?? 0) - (posterior.probability[a] ?? 0);
  const strength = (nats[b] ?? 0) - (nats[a] ?? 0);
  const callers = (facts.graph.callers[b]?.length ?? 0) - (facts.graph.callers[a]?.length ?? 0);
  const distance = depth(facts, b) - depth(facts, a);
  return probability || strength || callers || distance || ((ids[a] ?? '') < (ids[b] ?? '') ? -1 : 1);
}

function depth(facts: Facts, candidate: number): number {
  const away = facts.away[candidate] ?? Infinity;
  return away === Infinity ? -1 : away;
}
