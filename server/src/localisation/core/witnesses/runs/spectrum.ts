import type { Case } from '../../case.ts';
import type { Facts } from '../../facts.ts';
import { clamp, rateDifference } from '../../numbers.ts';
import type { Testimony, Witness } from '../../testimony.ts';

type Run = Case['runs'][number];

/** Recent runs of all checks: whether those that go through a product fail more than those that do not. */
export const spectrum: Witness = {
  name: 'spectrum',
  travels: false,
  testify(facts) {
    const { runs, candidates } = facts.case;
    const failing = runs.filter(({ passed }) => !passed).length;
    if (failing === 0 || failing === runs.length) return [];
    const coverage = withUnseen(facts, coverageOf(runs));
    return candidates.flatMap(({ id, kind }): Testimony[] => {
      const candidate = facts.index.get(id);
      const covered = coverage.get(id);
      if (candidate === undefined || covered === undefined || kind === 'test' || kind === 'environment')
        return [];
      const { hits, all } = covered;
      const beside = [failing - hits, runs.length - all] as const;
      const nats = beside[1] === 0 ? 0 : rateDifference([hits, all], beside);
      const isMore = hits / all > beside[0] / Math.max(1, beside[1]);
      const llr = clamp(isMore ? nats : -nats, -10, 10);
      return [{ witness: 'spectrum', candidate, llr, sentence: sentenceOf(hits, failing, all - hits) }];
    });
  },
};

function coverageOf(runs: readonly Run[]): Map<string, Coverage> {
  const coverage = new Map<string, Coverage>();
  for (const { products, passed } of runs)
    for (const id of new Set(products)) {
      const known = coverage.get(id) ?? { hits: 0, all: 0 };
      coverage.set(id, { hits: known.hits + (passed ? 0 : 1), all: known.all + 1 });
    }
  return coverage;
}

/** Who sends nothing is still gone through by every run that goes through one of its callers, or so it must be taken. */
function withUnseen(
  { case: { runs }, index, graph }: Facts,
  coverage: Map<string, Coverage>,
): Map<string, Coverage> {
  const ids = [...index.keys()];
  const unseen = ids.filter(
    (id) => !coverage.has(id) && (graph.callers[index.get(id) ?? -1] ?? []).length > 0,
  );
  for (const id of unseen.slice(0, unseenLookedAt)) {
    const callers = new Set((graph.callers[index.get(id) ?? -1] ?? []).map((caller) => ids[caller]));
    const through = runs.filter(({ products }) => products.some((product) => callers.has(product)));
    const hits = through.filter(({ passed }) => !passed).length;
    if (through.length > 0) coverage.set(id, { hits, all: through.length });
  }
  return coverage;
}

const unseenLookedAt = 50;

interface Coverage {
  readonly hits: number;
  readonly all: number;
}

function sentenceOf(hits: number, failing: number, passing: number): string {
  return `${hits} of ${failing} failing ${failing === 1 ? 'run' : 'runs'} went through it, and ${passing} passing ${passing === 1 ? 'one' : 'ones'}.`;
}
