import type { Case } from './case.ts';
import { readFacts, type Facts } from './facts.ts';
import { attribute, type Attribution } from './changes/attribute.ts';
import { fuse } from './fuse.ts';
import { posterior, type Posterior } from './hypotheses.ts';
import { overlapOf } from './overlap.ts';
import { rank, type Suspect } from './rank.ts';
import { doubtOfSymptom } from './symptom.ts';
import type { Testimony } from './testimony.ts';
import type { Weights } from './weights.ts';
import { witnesses } from './witnesses/index.ts';

/** Which candidate is the cause. The same case always gives the same verdict, whatever its candidates are called. */
export interface Verdict {
  /** Most probable first; only candidates that something speaks for. Empty where nothing is likelier than any of them. */
  readonly ranking: readonly Suspect[];
  /** Whether the first of the ranking is likely enough to act upon. */
  readonly clear: boolean;
  readonly nothing: number;
  /** Ids of two causes at once, where that is likelier than one and each of them would be clear. */
  readonly pair: readonly [string, string] | null;
  /** Which change did it. */
  readonly changes: Attribution;
  /** Witnesses that had nothing to go by. */
  readonly silent: readonly string[];
  readonly droppedSpans: number;
}

/** Never throws on a case that has its declared shape, whatever its values are. */
export function localise(input: Case, weights: Weights): Verdict {
  const facts = readFacts(input);
  const testimonies = witnesses.flatMap((witness) => witness.testify(facts));
  return verdictOf(facts, testimonies, weights);
}

/** Nats and probabilities by number of candidate, without the words. */
export function weighUp(
  facts: Facts,
  testimonies: readonly Testimony[],
  weights: Weights,
): { nats: number[]; posterior: Posterior } {
  const nats = fuse(facts, testimonies, weights);
  const nothing = weights.nothing + doubtOfSymptom(facts);
  const overlap = overlapOf(facts, testimonies, weights);
  return { nats, posterior: posterior({ nats, nothing, overlap }, weights) };
}

function verdictOf(facts: Facts, testimonies: readonly Testimony[], weights: Weights): Verdict {
  const { nats, posterior: found } = weighUp(facts, testimonies, weights);
  const ranking = rank(facts, { nats, posterior: found, testimonies, weights });
  const ids = [...facts.index.keys()];
  const best = ranking[0]?.probability ?? 0;
  const heard = new Set(testimonies.map(({ witness }) => witness));
  return {
    ranking: found.nothing > best ? [] : ranking,
    clear: best >= weights.clear && best > found.nothing,
    nothing: found.nothing,
    pair: found.pair === null ? null : [ids[found.pair[0]] ?? '', ids[found.pair[1]] ?? ''],
    changes: attribute(facts, suspectedProducts(facts, ranking), weights.change),
    silent: witnesses.map(({ name }) => name).filter((name) => !heard.has(name)),
    droppedSpans: facts.now.dropped + facts.usual.dropped,
  };
}

const productsLookedInto = 3;

/** Where a change may have done it: the product of the symptom, then those that are suspected. */
function suspectedProducts({ case: { symptom } }: Facts, ranking: readonly Suspect[]): string[] {
  const products = ranking.filter(({ kind }) => kind === 'product').slice(0, productsLookedInto);
  const likely = products.filter(({ probability }) => probability > 0.2).map(({ id }) => id);
  return [...new Set([...(symptom.product === null ? [] : [symptom.product]), ...likely])];
}
