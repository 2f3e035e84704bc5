import type { Exemption } from '@fieldmarshal/contract/readiness';
import { readCatalog, type Catalog } from '#catalog';
import type { Ctx, Databases } from '#platform';
import { standardsOf, traitsOf } from './catalog-traits.ts';
import { groupOf } from './collect/collectors.ts';
import type { KeptResults } from './core/carry.ts';
import { oldMeasures, type Looks } from './core/stale.ts';
import type { Standards, Traits } from './core/standards.ts';
import { exemptBy } from './exempt-by.ts';
import { loadExemptions } from './store/exemption-store.ts';
import { loadLooks } from './store/look-store.ts';
import { loadResults } from './store/result-store.ts';

/** How everything stands at one moment, for readers. */
export interface Board {
  readonly catalog: Catalog;
  readonly standards: Standards;
  readonly traits: ReadonlyMap<string, Traits>;
  readonly results: ReadonlyMap<string, KeptResults>;
  /** Those that hold. */
  readonly exemptions: readonly Exemption[];
  readonly exempt: ReturnType<typeof exemptBy>;
  /** Of built-in measures. */
  readonly looks: Looks;
  /** Built-in measures that were not looked at for too long. */
  readonly old: ReadonlySet<string>;
  readonly now: number;
}

interface Cache {
  results: Map<string, KeptResults>;
  revision: number;
}
const caches = new WeakMap<Databases, Cache>();

/** Reads what changed since the last reading; results of products and standards that are gone are left to the readers' catalog. */
export async function readBoard(ctx: Ctx): Promise<Board> {
  const db = ctx.env.databases[ctx.pool];
  const [catalog, results, exemptions, found] = await Promise.all([
    readCatalog(ctx.env),
    readResults(ctx),
    loadExemptions(db, { open: true }),
    loadLooks(db),
  ]);
  const standards = standardsOf(catalog);
  const now = ctx.env.clock.now().getTime();
  const looks = looksOf(found);
  return {
    catalog,
    standards,
    traits: traitsOf(catalog),
    results,
    exemptions,
    exempt: exemptBy(exemptions),
    looks,
    old: oldMeasures(standards.measures, looks, now),
    now,
  };
}

/** By built-in measure, when its group was looked at last. */
export function looksOf(found: ReadonlyMap<string, { readonly at: Date | null }>): Map<string, number> {
  return new Map(
    [...groupOf].flatMap(([measure, group]): [string, number][] => {
      const at = found.get(group)?.at;
      return at ? [[measure, at.getTime()]] : [];
    }),
  );
}

async function readResults(ctx: Ctx): Promise<ReadonlyMap<string, KeptResults>> {
  const { databases } = ctx.env;
  const cache = caches.get(databases) ?? { results: new Map<string, KeptResults>(), revision: -1 };
  caches.set(databases, cache);
  const { byProduct, revision } = await loadResults(databases[ctx.pool], { after: cache.revision });
  // Readings that end in another order than they began must not bring back what is over.
  if (revision < cache.revision) return cache.results;
  const results = new Map([...cache.results, ...byProduct]);
  caches.set(databases, { results, revision });
  return results;
}

const none: KeptResults = new Map();

export function resultsOf({ results }: Pick<Board, 'results'>, product: string): KeptResults {
  return results.get(product) ?? none;
}
