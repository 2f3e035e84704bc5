import type { DependencyMap } from '@fieldmarshal/contract/catalog';
import { permit } from '#identity';
import { notFound, type Ctx } from '#platform';
import type { Catalog } from './core/catalog.ts';
import { drawMap, withBlastRadius } from './core/map/dependency-map.ts';
import { readCatalog } from './snapshot.ts';

/** A snapshot is replaced at every change, and its map goes with it. */
const maps = new WeakMap<Catalog, DependencyMap>();

/** The dependency map, and who breaks when the product `from` does. */
export async function readMap(ctx: Ctx, { from }: { from?: string | undefined }): Promise<DependencyMap> {
  permit(ctx, 'catalog.read');
  const catalog = await readCatalog(ctx.env);
  if (from !== undefined && !catalog.get('Product', from)) throw notFound(`Product "${from}"`);
  const map = maps.get(catalog) ?? drawMap(catalog);
  maps.set(catalog, map);
  return from === undefined ? map : withBlastRadius(map, catalog, from);
}
