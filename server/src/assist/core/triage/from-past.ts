import { contentStems } from '@fieldmarshal/contract/text';

/** A past incident of this organisation, as it was first told and as it turned out. */
export interface PastIncident {
  readonly text: string;
  /** Products that were hit in the end. */
  readonly products: readonly string[];
  /** Whether it turned out grave. */
  readonly grave: boolean;
}

/** What an organisation's own past says of first words: nothing of it is shipped, and another organisation's words mean nothing here. */
export interface Experience {
  /** Products that were mostly hit when such words were used, the likeliest first, each with its probability (0..1). */
  readonly productsOf: (
    text: string,
  ) => readonly { readonly product: string; readonly probability: number }[];
  /** Log odds that such words turned out grave, against even ones; 0 where the past is too short to say. */
  readonly graveness: (text: string) => number;
}

/** With fewer incidents nothing is learnt. */
const pastMin = 10;
/** A word counts that so many incidents had. */
const wordMin = 3;
/** How many incidents of the average each word is taken to have had. */
const prior = 2;
/** Products that were hit so often with such words are named. */
const namedMin = 0.7;

const known = new WeakMap<PastIncident, ReadonlySet<string>>();

/** Of one incident they are always the same: whoever asks again need not wait again. */
function stemsOf(incident: PastIncident): ReadonlySet<string> {
  const stems = known.get(incident) ?? contentStems(incident.text);
  known.set(incident, stems);
  return stems;
}

/** Counts words of past incidents. Pure; 300 incidents take a few milliseconds. */
export function experienceOf(past: readonly PastIncident[]): Experience {
  const words = new Map<string, number[]>();
  for (const [index, incident] of past.entries())
    for (const stem of stemsOf(incident)) {
      const found = words.get(stem);
      if (found === undefined) words.set(stem, [index]);
      else found.push(index);
    }
  const products = new Map<string, Set<number>>();
  for (const [index, incident] of past.entries())
    for (const product of incident.products)
      products.set(product, (products.get(product) ?? new Set()).add(index));
  const grave = new Set(past.flatMap((incident, index) => (incident.grave ? [index] : [])));
  const hitsOf = (text: string): (readonly number[])[] =>
    past.length < pastMin
      ? []
      : [...contentStems(text)].flatMap((stem) => {
          const found = words.get(stem) ?? [];
          return found.length < wordMin ? [] : [found];
        });
  return {
    productsOf: (text) => {
      const found = hitsOf(text);
      return [...products]
        .map(([product, those]) => ({ product, probability: likely(logOdds(found, those, past.length)) }))
        .filter(({ probability }) => probability >= namedMin)
        .sort((a, b) => b.probability - a.probability);
    },
    graveness: (text) => logOdds(hitsOf(text), grave, past.length) ?? 0,
  };
}

/** The mean of what each word says, rare ones more; null where none says anything. */
function logOdds(
  found: readonly (readonly number[])[],
  those: ReadonlySet<number>,
  total: number,
): number | null {
  const share = those.size / Math.max(1, total);
  let sum = 0;
  let weights = 0;
  for (const incidents of found) {
    const hits = incidents.filter((index) => those.has(index)).length;
    const probability = Math.min(0.99, Math.max(0.01, (hits + prior * share) / (incidents.length + prior)));
    const weight = Math.log((total + 1) / (incidents.length + 1)) + 0.1;
    sum += weight * Math.log(probability / (1 - probability));
    weights += weight;
  }
  return weights === 0 ? null : sum / weights;
}

function likely(odds: number | null): number {
  return odds === null ? 0 : 1 / (1 + Math.exp(-odds));
}
