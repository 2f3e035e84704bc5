import type { Matcher } from './matcher.ts';
import type { Names } from './routing.ts';
import type { SilenceRule } from './silence.ts';

/** As the platform has it of whoever asks. */
interface Sight {
  readonly hiddenEnvironments: readonly string[];
  readonly scope: {
    readonly teams: readonly string[] | null;
    /** What those teams own. */
    readonly products: readonly string[];
    readonly environments: readonly string[] | null;
  } | null;
}

/** What something is about, as names of the catalog; null: anything. */
export interface Place {
  readonly products: readonly string[] | null;
  readonly environments: readonly string[] | null;
}

/** What a silence names: in its lists, else by matchers that must be equal. A pattern may mean anything. */
export function placeOfSilence(
  { products, environments, matchers }: Pick<SilenceRule, 'products' | 'environments' | 'matchers'>,
  names: Names,
): Place {
  return {
    products: products.length > 0 ? products : named(matchers, 'product', names.product),
    environments: environments.length > 0 ? environments : named(matchers, 'environment', names.environment),
  };
}

function named(
  matchers: readonly Matcher[],
  label: string,
  find: (text: string) => string | null,
): readonly string[] | null {
  const equal = matchers.filter(({ name, isEqual, isRegex }) => name === label && isEqual && !isRegex);
  const values = equal.flatMap(({ value }) => (value === '' ? [] : [find(value) ?? value]));
  return values.length > 0 ? values : null;
}

/** Whether it is nowhere but in environments that do not exist for whoever has this sight. */
export function isHidden({ environments }: Pick<Place, 'environments'>, sight: Sight | undefined): boolean {
  if (sight === undefined || environments === null) return false;
  return environments.every((name) => sight.hiddenEnvironments.includes(name));
}

/** Whether it stays within what is theirs to work on; undefined: everything is. */
export function isInScope({ products, environments }: Place, sight: Sight | undefined): boolean {
  const scope = sight?.scope ?? null;
  if (scope === null) return true;
  const isInPlace =
    scope.environments === null || environments?.every((name) => scope.environments?.includes(name)) === true;
  const isOfTeam = scope.teams === null || products?.every((name) => scope.products.includes(name)) === true;
  return isInPlace && isOfTeam;
}
