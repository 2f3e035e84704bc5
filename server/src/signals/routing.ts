import { readCatalog, type Catalog } from '#catalog';
import type { Env } from '#platform';
import { compileRouting, type Routing } from './core/routing.ts';

/** How long a signal waits for a newer catalog when an older one is at hand: a change that was confirmed to a person counts at once, also on a busy machine. */
const patienceMs = 2_000;

const compiled = new WeakMap<Catalog, Routing>();
const latest = new WeakMap<Env['databases'], Routing>();

/** The catalog's routes, ready for use. Works with the last known ones while the catalog does not answer. Call it before a transaction. */
export async function readRouting(env: Env): Promise<Routing> {
  const known = latest.get(env.databases);
  const reading = readCatalog(env).then((catalog) => keep(env, catalog));
  if (!known) return reading;
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<Routing>((resolve) => {
    timer = setTimeout(() => resolve(known), patienceMs);
  });
  return Promise.race([reading.catch(() => known), late]).finally(() => clearTimeout(timer));
}

function keep(env: Env, catalog: Catalog): Routing {
  const routing = compiled.get(catalog) ?? compile(env, catalog);
  compiled.set(catalog, routing);
  latest.set(env.databases, routing);
  return routing;
}

function compile(env: Env, catalog: Catalog): Routing {
  const routing = compileRouting(catalog.list('Route'), {
    product: (text) => catalog.productByAlias(text)?.name ?? null,
    environment: (text) => catalog.get('Environment', text)?.name ?? null,
  });
  if (routing.broken.length > 0)
    env.log.error({ routes: routing.broken }, 'routes that cannot be used: their signals go to the next one');
  return routing;
}
