import type { Facts } from './facts.ts';
import { distances } from './graph.ts';
import type { Testimony } from './testimony.ts';
import type { Weights } from './weights.ts';

/**
 * Nats that two candidates both have of the same observation: one cause explains it, so two together must not count it twice. Infinite of
 * two that are not both products: a test or a runner that fails by itself explains the very runs that a product would.
 */
export type Overlap = (a: number, b: number) => number;

/** Witnesses of whom each candidate hears about the same failing runs, or the same failing step. */
const ofTheSame = ['spectrum', 'failing-step'] as const;

/**
 * As far as the failing runs that go through the two are the same ones; all of it for the step, of which there is one: also where it is
 * only said to need the caller, which then fails by what it calls.
 */
export function overlapOf(facts: Facts, testimonies: readonly Testimony[], weights: Weights): Overlap {
  const ids = [...facts.index.keys()];
  const nats = new Map<string, number>();
  for (const { witness, candidate, llr } of testimonies)
    if (llr > 0 && ofTheSame.some((name) => name === witness))
      nats.set(`${witness} ${candidate}`, llr * (weights.witness[witness] ?? 0));
  const failing = facts.case.runs.filter(({ passed }) => !passed).map(({ products }) => new Set(products));
  const both = (witness: string, a: number, b: number): number =>
    Math.min(nats.get(`${witness} ${a}`) ?? 0, nats.get(`${witness} ${b}`) ?? 0);
  const reached = new Map<number, readonly number[]>();
  const ofCaller = (caller: number, callee: number): number => {
    const step = nats.get(`failing-step ${caller}`) ?? 0;
    if (step === 0) return 0;
    const away = reached.get(caller) ?? distances(facts.graph, caller);
    reached.set(caller, away);
    return Number.isFinite(away[callee]) && away[callee] !== 0 ? step : 0;
  };
  const products = new Set(
    facts.case.candidates.flatMap(({ id, kind }) =>
      kind === 'product' || kind === 'third-party' ? (facts.index.get(id) ?? []) : [],
    ),
  );
  return (a, b) => {
    if (!products.has(a) || !products.has(b)) return Infinity;
    const spectrum = both('spectrum', a, b);
    const shared = spectrum > 0 ? shareOf(failing, ids[a] ?? '', ids[b] ?? '') : 0;
    return spectrum * shared + Math.max(both('failing-step', a, b), ofCaller(a, b), ofCaller(b, a));
  };
}

/** How much of the failing runs of the rarer one also goes through the other, 0..1; 1 of one that no run names, as it hides behind others. */
function shareOf(failing: readonly ReadonlySet<string>[], a: string, b: string): number {
  const through = (id: string) => failing.filter((products) => products.has(id)).length;
  const fewest = Math.min(through(a), through(b));
  if (fewest === 0) return 1;
  return failing.filter((products) => products.has(a) && products.has(b)).length / fewest;
}
