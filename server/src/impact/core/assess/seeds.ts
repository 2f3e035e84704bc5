import type { Evidence, Facts, Suspicion } from '../facts.ts';
import type { ImpactGraph } from '../graph/graph.ts';
import { codeOf, cost, levelMax, levelOf } from '../levels.ts';

/** Where the walk begins in one environment. */
export interface Seed {
  readonly product: number;
  readonly level: number;
  /** A number of `stateCodes`. */
  readonly state: number;
  readonly since: number;
  /** Seen in this environment itself, rather than guessed from another one or from nowhere in particular. */
  readonly here: boolean;
  readonly evidence: Evidence;
}

/** What seeing it in one environment says of another: the same version most likely fails alike. */
const elsewhere = { sameVersion: 0.35, otherVersion: 0.15 } as const;
/** Nobody said where. */
const nowhere = 0.6;
/** Whatever needs a seed directly is still within what is listed, so that what is known of it is heard. */
const seedLevelMax = levelMax - cost.part - cost.step;
/** A failing check blames a product, and may be wrong, as long as no verdict says more. */
export const blame = 0.6;

/** The seeds of every environment that has any, by number; of one product the surest, and of equals the worst. */
export function seedsOf({ suspicions, checks }: Facts, graph: ImpactGraph): Map<number, Seed[]> {
  const seen = [...suspicions, ...checks.flatMap((check) => blamedBy(check))];
  const here = seen.flatMap((suspicion) => placed(suspicion, graph));
  const all = [...here, ...here.flatMap((origin) => guesses(origin, graph)), ...adrift(seen, graph)];
  const byPlace = new Map<number, Map<number, Seed>>();
  for (const { environment, seed } of all) {
    if (seed.level > seedLevelMax || graph.deployed[environment]?.[seed.product] !== 1) continue;
    const seeds = byPlace.get(environment) ?? new Map<number, Seed>();
    byPlace.set(environment, seeds);
    const known = seeds.get(seed.product);
    seeds.set(seed.product, known === undefined ? seed : stronger(known, seed));
  }
  return new Map([...byPlace].map(([environment, seeds]) => [environment, [...seeds.values()]]));
}

/**
 * Of which products one is the cause, by number of the environment, as a verdict says: where somebody who looks at one of them itself says
 * that it fails. As long as only tests of workflows fail, none of them may be the cause.
 */
export function alternativesOf({ suspicions, checks }: Facts, graph: ImpactGraph): Map<number, Seed[]> {
  const alternatives = suspicions.filter(({ isAlternative }) => isAlternative);
  if (alternatives.length < 2) return new Map();
  const monitored = checks.filter(({ workflow }) => workflow === null).flatMap((check) => blamedBy(check));
  const byPlace = new Map<number, Seed[]>();
  for (const { environment, seed } of alternatives.flatMap((each) => placed(each, graph)))
    byPlace.set(environment, [...(byPlace.get(environment) ?? []), seed]);
  const isSeen = (environment: number, seeds: readonly Seed[]): boolean =>
    monitored.some(
      (each) =>
        graph.environments.numbers.get(each.environment ?? '') === environment &&
        seeds.some(({ product }) => product === graph.products.numbers.get(each.product)),
    );
  return new Map([...byPlace].filter(([environment, seeds]) => isSeen(environment, seeds)));
}

interface Placed {
  readonly environment: number;
  readonly seed: Seed;
}

/** Being seen here is never lost to a guess, and the later beginning is kept: a pass must be newer than all of it. */
function stronger(a: Seed, b: Seed): Seed {
  const best = b.level < a.level || (b.level === a.level && b.state < a.state) ? b : a;
  const here = a.here || b.here;
  const since = Math.max(a.since, b.since);
  return best.here === here && best.since === since ? best : { ...best, here, since };
}

function blamedBy(check: Facts['checks'][number]): Suspicion[] {
  const [product] = check.products;
  if (product === undefined || (check.verdict !== 'failing' && check.verdict !== 'degraded')) return [];
  const { environment, blame: probability, state, since, evidence } = check;
  return [{ product, environment, probability, isAlternative: false, state, since, evidence }];
}

function seedOf({ product, probability, state, since, evidence }: Suspicion, graph: ImpactGraph): Seed[] {
  const number = graph.products.numbers.get(product);
  if (number === undefined) return [];
  const level = levelOf(probability);
  return [{ product: number, level, state: codeOf(state), since, here: true, evidence }];
}

function placed(suspicion: Suspicion, graph: ImpactGraph): Placed[] {
  const environment = graph.environments.numbers.get(suspicion.environment ?? '');
  if (environment === undefined) return [];
  return seedOf(suspicion, graph).map((seed) => ({ environment, seed }));
}

/** The same product in every other environment. */
function guesses({ environment: origin, seed }: Placed, graph: ImpactGraph): Placed[] {
  const version = graph.versions[origin]?.get(seed.product);
  return graph.environments.names.flatMap((_, environment) => {
    if (environment === origin) return [];
    const isSame = version !== undefined && version === graph.versions[environment]?.get(seed.product);
    const factor = isSame ? elsewhere.sameVersion : elsewhere.otherVersion;
    const level = seed.level + levelOf(factor);
    return [{ environment, seed: { ...seed, level, here: false } }];
  });
}

/** A product of which nobody knows where it fails may fail everywhere. */
function adrift(suspicions: readonly Suspicion[], graph: ImpactGraph): Placed[] {
  return suspicions.flatMap((suspicion) => {
    if (graph.environments.numbers.has(suspicion.environment ?? '')) return [];
    const probability = suspicion.probability * nowhere;
    return seedOf({ ...suspicion, probability }, graph).flatMap((seed) =>
      graph.environments.names.map((_, environment) => ({ environment, seed: { ...seed, here: false } })),
    );
  });
}
