import { readCatalog, type Catalog } from '#catalog';
import type { Env } from '#platform';
import { compileRouting, type Routing } from './core/routing.ts';

const compiled = new WeakMap<Catalog, Routing>();

/** The catalog's routes, ready for use. Throws 503 when storage is away. Call it before a transaction. */
export async function readRouting(env: Env): Promise<Routing> {
  const catalog = await readCatalog(env);
  const routing = compiled.get(catalog) ?? compile(env, catalog);
  compiled.set(catalog, routing);
  return routing;
}

function compile(env: Env, catalog: Catalog): Routing {
  const names = {
    product: (text: string) => catalog.productByAlias(text)?.name ?? null,
    environment: (text: string) => catalog.get('Environment', text)?.name ?? null,
  };
  const routing = compileRouting(catalog.list('Route'), names, catalog.version);
  if (routing.broken.length > 0)
    env.log.error({ routes: routing.broken }, 'routes that cannot be used: their signals go to the next one');
  return routing;
}
