import type { HitState, ImpactReach } from '@fieldmarshal/contract/impact';
import { readCatalog } from '#catalog';
import { permit } from '#identity';
import { notFound, type Ctx } from '#platform';
import { assess } from '../core/assess/assess.ts';
import type { Suspicion } from '../core/facts.ts';
import { graphOf } from '../graph-cache.ts';

interface Reach {
  readonly product: string;
  readonly environment?: string | undefined;
  readonly state: HitState;
  readonly limit: number;
}

/** Who would be hit if a product failed, in one environment or in all that have it. Stores nothing. Throws `not-found`. */
export async function readReach(
  ctx: Ctx,
  { product, environment, state, limit }: Reach,
): Promise<ImpactReach> {
  permit(ctx, 'catalog.read');
  const catalog = await readCatalog(ctx.env);
  const graph = graphOf(catalog);
  const number = graph.products.numbers.get(product);
  if (number === undefined) throw notFound(`Product ${product}`);
  if (environment !== undefined && !graph.environments.numbers.has(environment))
    throw notFound(`Environment ${environment}`);
  const now = ctx.env.clock.now().getTime();
  const places = environment === undefined ? graph.environments.names : [environment];
  const evidence = { kind: 'catalog', id: product, says: `if ${product} failed`, at: null } as const;
  const suspicions = places.map((place): Suspicion => ({
    product,
    environment: place,
    probability: 1,
    isAlternative: false,
    state,
    since: now,
    evidence,
  }));
  const found = assess({ suspicions, places: [], checks: [] }, graph, { now, limit });
  const all = ({ hit, possible }: { readonly hit: number; readonly possible: number }) => hit + possible;
  return {
    product,
    catalogVersion: graph.version,
    rows: [...found.rows],
    counts: {
      products: found.products,
      workflows: all(found.counts.workflow),
      applications: all(found.counts.application),
      environments: all(found.counts.environment),
      customers: all(found.counts.customer),
      usersPerHour: found.usersPerHour,
    },
  };
}
