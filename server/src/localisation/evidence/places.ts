import { recentRuns, type PastRun } from '#checks';
import type { Catalog } from '#catalog';
import type { Ctx } from '#platform';
import type { Place } from '../core/case.ts';
import { productId } from '../core/live/candidates.ts';

const placesMax = 10;
const checksMax = 50;
/** Runs of the same minute are of the same time: no two places run a check at once. */
const leadMs = 60_000;

interface About {
  readonly environment: string | null;
  /** Failing checks. */
  readonly checks: readonly string[];
  readonly since: number;
}

/** How the failing checks fare in the other environments since trouble began, by the newest run of each, and which versions run there. */
export async function placeEvidence(
  ctx: Ctx,
  catalog: Catalog,
  { environment, checks, since }: About,
): Promise<Place[]> {
  if (environment === null || checks.length === 0) return [];
  const environments = catalog
    .list('Environment')
    .map(({ name }) => name)
    .filter((name) => name !== environment);
  const runs = await recentRuns(ctx, {
    environments,
    checks: checks.slice(0, checksMax),
    from: since - leadMs,
    each: 1,
  });
  const byPlace = Map.groupBy(runs.filter(tells), (run) => run.environment);
  const here = versionsIn(catalog, environment);
  return [...byPlace].slice(0, placesMax).map(([name, ran]) => {
    const there = versionsIn(catalog, name);
    const known = [...here].filter(([product]) => there.has(product));
    const isSame = ([product, version]: readonly [string, string]) => there.get(product) === version;
    return {
      name,
      fails: ran.some(({ verdict }) => verdict === 'failed'),
      sameVersion: known.filter(isSame).map(([product]) => productId(product)),
      otherVersion: known.filter((each) => !isSame(each)).map(([product]) => productId(product)),
    };
  });
}

/** What a broken runner says, it says of itself. */
function tells({ verdict, fault }: PastRun): boolean {
  return verdict !== 'failed' || fault === 'product';
}

function versionsIn(catalog: Catalog, environment: string): Map<string, string> {
  const products = catalog.get('Environment', environment)?.spec.products ?? [];
  return new Map(
    products.flatMap(({ product, version }) => (version == null ? [] : [[product, version] as const])),
  );
}
