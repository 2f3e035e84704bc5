import { largest } from '../../numbers.ts';
import { oneCause } from './likelihood.ts';

/** Failures, and all, of the whole runs of one check. */
export interface CheckRuns {
  readonly hits: number;
  readonly all: number;
}

/** How often what is wrong with a product is wrong in a part of it only, such as one answer. */
const share = 0.3;
/** Which check uses it nobody said before; one more is among the few that do alike, and a part that more of them use is rarer. */
const oneMore = Math.log(8);
/** What more checks use is no part. */
const mostOfPart = 8;

/** Checks that go through a product. */
export interface Checks {
  /** Checks whose runs go through the product, and those of them that failed there. */
  readonly through: ReadonlySet<string>;
  readonly failing: ReadonlySet<string>;
  /** Of every check, and of all of them together. */
  readonly runs: ReadonlyMap<string, CheckRuns>;
  readonly total: CheckRuns;
}

/**
 * Nats of just those checks of a product failing that fail most, the first of them, the first two, …: perhaps only a part of it is wrong,
 * which these use.
 */
export function partsOf({ failing, runs, total }: Checks): number[] {
  const split = { hits: 0, all: 0, beside: [total.hits, total.all] as const };
  const mostFailing = [...failing]
    .map((check) => runs.get(check) ?? { hits: 0, all: 0 })
    .toSorted((a, b) => b.hits - a.hits || a.all - b.all)
    .slice(0, mostOfPart);
  return mostFailing.flatMap(({ hits, all }) => {
    split.hits += hits;
    split.all += all;
    split.beside = [split.beside[0] - hits, split.beside[1] - all];
    return split.beside[1] === 0 ? [] : oneCause(split);
  });
}

/** What is said of a product as the cause. */
export interface Either {
  readonly llr: number;
  /** How many of its checks use the part of it that is likelier to be wrong than all of it; null where that is none. */
  readonly uses: number | null;
}

/**
 * Nats of a product being the cause where `whole` are those of all of it being wrong, and `parts` those of a part of it. Which of its checks
 * use that part nobody said before, so the more checks go through it, the less that explains.
 */
export function withParts(whole: number, parts: readonly number[], through: number): Either {
  const priced = parts.map((nats, index) => nats - Math.log(through) - index * oneMore);
  const part = Math.log(share) + largest(priced);
  const all = Math.log(1 - share) + whole;
  if (part === -Infinity) return { llr: whole, uses: null };
  return { llr: logAdd(all, part), uses: part > all ? priced.indexOf(largest(priced)) + 1 : null };
}

function logAdd(a: number, b: number): number {
  return Math.max(a, b) + Math.log1p(Math.exp(-Math.abs(a - b)));
}
