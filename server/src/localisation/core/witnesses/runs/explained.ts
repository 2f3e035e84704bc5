import type { Case } from '../../case.ts';
import type { Facts } from '../../facts.ts';
import { largest } from '../../numbers.ts';
import { once } from '../../once.ts';
import { oneCause, type Split } from './likelihood.ts';
import { partsOf, withParts, type CheckRuns } from './one-part.ts';
import { onsetOf } from './onset.ts';

type Run = Case['runs'][number];

/** The runs that go through a product, and how well that explains which of them fail. */
export interface Group extends Split {
  /** Whole runs through it that passed. */
  readonly passing: number;
  /** No run shows that it took part: what calls it did. */
  readonly isUnseen: boolean;
  /** Checks whose runs go through it; of them, how many use the part of it that may be wrong, or null: all of it. */
  readonly through: number;
  readonly uses: number | null;
  /** Nats in favour of failures following the product, below 0 against it; scaled, within ±10. */
  readonly llr: number;
}

/** How well each product explains which runs fail. */
export interface Explained {
  /** By candidate id. */
  readonly products: ReadonlyMap<string, Group>;
  /** The same of any other part of the runs, on the same scale; `fails`: what counts as a failure of it. */
  readonly of: (belongs: (run: Run) => boolean, fails: (run: Run) => boolean) => Group;
}

/** Runs of one check are no independent witnesses of each other, so no explanation is worth more. */
const mostNats = 10;

/** Something that passed or failed as one: a run that passed, the step at which one failed, what came before that in it. */
interface Unit {
  readonly run: Run;
  readonly failed: boolean;
  readonly products: readonly string[];
  /** What passed before a failure in the same run. */
  readonly isEarlier: boolean;
}

/**
 * What recent runs of all checks say, since the failures became more. Each product is a hypothesis about the same runs, so what counts is
 * how much better one explains them than another: all are scaled alike until the best of them fits, and none is cut off alone. Null where
 * no run failed, or every one.
 */
export const explainedBy = once((facts): Explained | null => {
  const units = tellingUnits(facts.case.runs);
  if (units === null) return null;
  const total = countOf(units);
  const covered = coverageOf(units);
  const seen = new Set(covered.keys());
  const byCheck = runsByCheck(units);
  const whole = countOf(units.filter(({ isEarlier }) => !isEarlier));
  const groups = [...withUnseen(facts, units, covered)].map(([id, coverage]) => ({
    ...{ id, through: coverage.through.size, parts: partsOf({ ...coverage, runs: byCheck, total: whole }) },
    group: { ...groupOf(coverage, total), isUnseen: !seen.has(id) },
  }));
  const best = largest(groups.flatMap(({ group, parts }) => [group.llr, ...parts]));
  const scale = best > mostNats ? mostNats / best : 1;
  // Of a check or a runner it is whole runs that fail.
  const runs = units.filter(({ isEarlier }) => !isEarlier).map(({ run }) => run);
  const scaled = (group: Group): Group => ({ ...group, llr: Math.max(-mostNats, group.llr * scale) });
  return {
    products: new Map(
      groups.map(({ id, group, parts, through }) => {
        const all = scaled(group);
        const some = parts.map((nats) => nats * scale);
        return [id, { ...all, ...withParts(all.llr, some, through), through }];
      }),
    ),
    of: (belongs, fails) => {
      const count = (list: readonly Run[]) =>
        countOf(list.map((run) => ({ run, failed: fails(run), products: [], isEarlier: false })));
      return scaled(groupOf(count(runs.filter(belongs)), count(runs)));
    },
  };
});

/** Those since the failures became more; all of them where since then everything failed, or only one check ran. */
function tellingUnits(runs: readonly Run[]): Unit[] | null {
  const tells = (list: readonly Run[]) =>
    list.some(({ passed }) => passed) && list.some(({ passed }) => !passed);
  const onset = onsetOf(runs);
  const since = runs.filter(({ at }) => at >= onset);
  const isOfSeveral = new Set(since.map(({ check }) => check)).size > 1;
  const looked = isOfSeveral && tells(since) ? since : runs;
  return tells(looked) ? looked.flatMap(unitsOf) : null;
}

function unitsOf(run: Run): Unit[] {
  const { passed, products, failedIn, passedIn } = run;
  const whole = { run, failed: !passed, products, isEarlier: false };
  if (passed || failedIn === undefined || failedIn.length === 0) return [whole];
  const last = new Set(failedIn);
  const earlier = passedIn ?? products.filter((id) => !last.has(id));
  return [
    { ...whole, products: failedIn },
    ...(earlier.length === 0 ? [] : [{ run, failed: false, products: earlier, isEarlier: true }]),
  ];
}

type Counts = Pick<Coverage, 'hits' | 'all' | 'passing'>;

/** Units, counted as they come. */
interface Coverage {
  hits: number;
  all: number;
  passing: number;
  /** The checks of these units, and of those that failed. */
  readonly through: Set<string>;
  readonly failing: Set<string>;
}

function nothing(): Coverage {
  return { hits: 0, all: 0, passing: 0, through: new Set(), failing: new Set() };
}

function add(coverage: Coverage, { run, failed, isEarlier }: Unit): Coverage {
  coverage.all += 1;
  coverage.through.add(run.check);
  if (failed) coverage.failing.add(run.check);
  if (failed) coverage.hits += 1;
  else if (!isEarlier) coverage.passing += 1;
  return coverage;
}

function countOf(units: readonly Unit[]): Coverage {
  return units.reduce(add, nothing());
}

function runsByCheck(units: readonly Unit[]): Map<string, CheckRuns> {
  const runs = new Map<string, CheckRuns>();
  for (const { run, failed, isEarlier } of units) {
    if (isEarlier) continue;
    const { hits, all } = runs.get(run.check) ?? { hits: 0, all: 0 };
    runs.set(run.check, { hits: hits + (failed ? 1 : 0), all: all + 1 });
  }
  return runs;
}

function groupOf({ hits, all, passing }: Counts, total: Counts): Group {
  const split = { hits, all, beside: [total.hits - hits, total.all - all] as const };
  const nats = oneCause(split);
  // What everything goes through, or nothing, is told from nothing else.
  const llr = split.beside[1] === 0 || all === 0 ? Math.min(0, nats) : nats;
  return { ...split, passing, isUnseen: false, through: 0, uses: null, llr };
}

function coverageOf(units: readonly Unit[]): Map<string, Coverage> {
  const coverage = new Map<string, Coverage>();
  for (const unit of units)
    for (const id of new Set(unit.products)) coverage.set(id, add(coverage.get(id) ?? nothing(), unit));
  return coverage;
}

/** Who sends nothing is still gone through by everything that goes through one of its callers, or so it must be taken. */
function withUnseen(
  { index, graph }: Facts,
  units: readonly Unit[],
  coverage: Map<string, Coverage>,
): Map<string, Coverage> {
  const ids = [...index.keys()];
  const through = unitsThrough(units);
  for (const [id, candidate] of index) {
    const callers = graph.callers[candidate] ?? [];
    if (coverage.has(id) || callers.length === 0) continue;
    const any = new Uint32Array(Math.ceil(units.length / 32));
    for (const caller of callers)
      through.get(ids[caller] ?? '')?.forEach((bits, at) => (any[at] = (any[at] ?? 0) | bits));
    const gone = countOf(units.filter((_, unit) => isSet(any, unit)));
    if (gone.all > 0) coverage.set(id, gone);
  }
  return coverage;
}

/** By product, one bit for each unit: thousands of products may be called by what runs go through. */
function unitsThrough(units: readonly Unit[]): Map<string, Uint32Array> {
  const through = new Map<string, Uint32Array>();
  units.forEach(({ products }, unit) => {
    for (const id of products) {
      const bits = through.get(id) ?? new Uint32Array(Math.ceil(units.length / 32));
      bits[unit >>> 5] = (bits[unit >>> 5] ?? 0) | (1 << (unit & 31));
      through.set(id, bits);
    }
  });
  return through;
}

function isSet(bits: Uint32Array, at: number): boolean {
  return (((bits[at >>> 5] ?? 0) >>> (at & 31)) & 1) === 1;
}
