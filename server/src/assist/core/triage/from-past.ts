import { contentStems } from '@fieldmarshal/contract/text';

/** How bad an incident is, from the least. */
export const levels = ['none', 'minor', 'major', 'critical'] as const;
export type Level = (typeof levels)[number];

/** Levels as severities, and back. */
export const severityOfLevel = { critical: 'SEV1', major: 'SEV2', minor: 'SEV3', none: 'SEV4' } as const;

export function levelOfSeverity(severity: string): Level | null {
  return levels.find((level) => severityOfLevel[level] === severity) ?? null;
}

/** A past incident of this organisation, as it was first told and as it turned out. */
export interface PastIncident {
  readonly text: string;
  /** Products that were hit in the end. */
  readonly products: readonly string[];
  /** Whether it turned out grave. */
  readonly grave: boolean;
  /** How bad it turned out; null where nobody assessed it. */
  readonly level: Level | null;
}

/** What an organisation's own past says of first words: nothing of it is shipped, and another organisation's words mean nothing here. */
export interface Experience {
  /** Products that were mostly hit when such words were used, the likeliest first, each with its probability (0..1). */
  readonly productsOf: (
    text: string,
  ) => readonly { readonly product: string; readonly probability: number }[];
  /** Log odds that such words turned out grave, against even ones; 0 where the past is too short to say. */
  readonly graveness: (text: string) => number;
  /** How bad it turned out when such words were used; null where the past is too short to say. */
  readonly levelOf: (text: string) => Level | null;
}

/** With fewer incidents nothing is learnt. */
const pastMin = 10;
/** A word counts that so many incidents had. */
const wordMin = 3;
/** How many incidents of the average each word is taken to have had. */
const prior = 2;
/** Products that were hit so often with such words are named. */
const namedMin = 0.8;
/** How far a level is judged by more than how common it is (0..1), and what each step up is given beforehand: too low costs more than too high. */
const leveling = { rarity: 0.5, up: 0.5 } as const;

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
  const turnedOut = (level: Level): ReadonlySet<number> =>
    new Set(past.flatMap((incident, index) => (incident.level === level ? [index] : [])));
  const levelled: Readonly<Record<Level, ReadonlySet<number>>> = {
    ...{ none: turnedOut('none'), minor: turnedOut('minor') },
    ...{ major: turnedOut('major'), critical: turnedOut('critical') },
  };
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
    levelOf: (text) => {
      const found = hitsOf(text);
      let best: { readonly level: Level; readonly odds: number } | null = null;
      for (const [step, level] of levels.entries()) {
        const odds = logOdds(found, levelled[level], past.length);
        if (odds === null) return null;
        const share = Math.min(0.98, Math.max(0.02, levelled[level].size / past.length));
        const own = odds - leveling.rarity * Math.log(share / (1 - share)) + leveling.up * step;
        if (best === null || own > best.odds) best = { level, odds: own };
      }
      return best?.level ?? null;
    },
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
