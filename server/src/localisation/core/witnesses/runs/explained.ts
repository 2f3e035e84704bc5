import type { Case } from '../../case.ts';
import type { Facts } from '../../facts.ts';
import { largest, rateDifference } from '../../numbers.ts';

type Run = Case['runs'][number];

/** The runs that go through a product. */
export interface Group {
  /** Of them that failed, and all of them. */
  readonly hits: number;
  readonly all: number;
  /** The same of the other runs. */
  readonly beside: readonly [number, number];
  /** Nats in favour of failures following the product, below 0 against it; scaled, within ±10. */
  readonly llr: number;
}

/** How well each product explains which runs fail. */
export interface Explained {
  /** By candidate id. */
  readonly products: ReadonlyMap<string, Group>;
  /** What nats of other explanations of the same runs are to be multiplied by, 0..1. */
  readonly scale: number;
}

/** Runs of one check are no independent witnesses of each other, so no explanation is worth more. */
const mostNats = 10;

const known = new WeakMap<Facts, Explained | null>();

/**
 * What recent runs of all checks say. Each product is a hypothesis about the same runs, so what counts is how much better one explains them
 * than another: all are scaled alike until the best of them fits, and none is cut off alone. Null where no run failed, or every one.
 */
export function explainedBy(facts: Facts): Explained | null {
  const before = known.get(facts);
  if (before !== undefined) return before;
  const found = explain(facts);
  known.set(facts, found);
  return found;
}

function explain(facts: Facts): Explained | null {
  const { runs } = facts.case;
  const failing = runs.filter(({ passed }) => !passed).length;
  if (failing === 0 || failing === runs.length) return null;
  const groups = [...withUnseen(facts, coverageOf(runs))].map(([id, { hits, all }]) => {
    const beside = [failing - hits, runs.length - all] as const;
    const nats = beside[1] === 0 ? 0 : rateDifference([hits, all], beside);
    const isMore = hits / all > beside[0] / Math.max(1, beside[1]);
    return [id, { hits, all, beside, llr: isMore ? nats : -nats }] as const;
  });
  const best = largest(groups.map(([, { llr }]) => llr));
  const scale = best > mostNats ? mostNats / best : 1;
  return {
    scale,
    products: new Map(
      groups.map(([id, group]) => [id, { ...group, llr: Math.max(-mostNats, group.llr * scale) }]),
    ),
  };
}

interface Coverage {
  readonly hits: number;
  readonly all: number;
}

function coverageOf(runs: readonly Run[]): Map<string, Coverage> {
  const coverage = new Map<string, Coverage>();
  for (const { products, passed } of runs)
    for (const id of new Set(products)) {
      const sofar = coverage.get(id) ?? { hits: 0, all: 0 };
      coverage.set(id, { hits: sofar.hits + (passed ? 0 : 1), all: sofar.all + 1 });
    }
  return coverage;
}

/** Who sends nothing is still gone through by every run that goes through one of its callers, or so it must be taken. */
function withUnseen(
  { case: { runs }, index, graph }: Facts,
  coverage: Map<string, Coverage>,
): Map<string, Coverage> {
  const ids = [...index.keys()];
  const through = runsThrough(runs);
  for (const [id, candidate] of index) {
    const callers = graph.callers[candidate] ?? [];
    if (coverage.has(id) || callers.length === 0) continue;
    const any = new Uint32Array(Math.ceil(runs.length / 32));
    for (const caller of callers)
      through.get(ids[caller] ?? '')?.forEach((bits, at) => (any[at] = (any[at] ?? 0) | bits));
    const gone = runs.filter((_, run) => isSet(any, run));
    if (gone.length > 0)
      coverage.set(id, { hits: gone.filter(({ passed }) => !passed).length, all: gone.length });
  }
  return coverage;
}

/** By product, one bit for each run: thousands of products may be called by what runs go through. */
function runsThrough(runs: readonly Run[]): Map<string, Uint32Array> {
  const through = new Map<string, Uint32Array>();
  runs.forEach(({ products }, run) => {
    for (const id of products) {
      const bits = through.get(id) ?? new Uint32Array(Math.ceil(runs.length / 32));
      bits[run >>> 5] = (bits[run >>> 5] ?? 0) | (1 << (run & 31));
      through.set(id, bits);
    }
  });
  return through;
}

function isSet(bits: Uint32Array, at: number): boolean {
  return (((bits[at >>> 5] ?? 0) >>> (at & 31)) & 1) === 1;
}
