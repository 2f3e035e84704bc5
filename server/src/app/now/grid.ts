import type { CellState, NowPicture } from '@fieldmarshal/contract/now';
import type { Catalog } from '#catalog';
import type { OpenPlace } from '#signals';

type Grid = NowPicture['grid'];
type Cell = Grid['cells'][number];

/**
 * Products by environment, as far as alerts tell. Where no alert fires a cell is `quiet`, not well: nothing has shown that it works.
 * In a disconnected environment every cell is `last-known`, with what was heard of it.
 */
export function gridOf(catalog: Catalog, places: readonly OpenPlace[]): Grid {
  const environments = catalog.list('Environment');
  const products = catalog.list('Product');
  const open = new Map(places.map((place) => [keyOf(place), place]));
  const cells = environments.flatMap((environment): Cell[] => {
    const connected = environment.spec.connection === 'connected';
    const versions = new Map(environment.spec.products.map(({ product, version }) => [product, version]));
    return products.flatMap(({ name: product }) => {
      const place = open.get(keyOf({ product, environment: environment.name }));
      if (place === undefined && !versions.has(product)) return [];
      return {
        product,
        environment: environment.name,
        state: connected ? stateOf(place) : 'last-known',
        severity: place?.severity ?? null,
        alerts: place?.alerts ?? 0,
        since: place?.since ?? null,
        incidentId: place?.incidentId ?? null,
        version: versions.get(product) ?? null,
      };
    });
  });
  return {
    products: products.map(({ name, spec }) => ({ name, displayName: spec.displayName ?? name })),
    environments: environments.map(({ name, spec }) => ({
      name,
      displayName: spec.displayName ?? name,
      connected: spec.connection === 'connected',
    })),
    cells,
  };
}

function keyOf({ product, environment }: { product: string; environment: string }): string {
  return `${product}\n${environment}`;
}

/** An alert that nobody has assessed counts as failing: it must not look calmer than it may be. */
function stateOf(place: OpenPlace | undefined): CellState {
  if (place === undefined) return 'quiet';
  if (place.alerts === 0) return 'maintenance';
  return place.severity === 'SEV3' || place.severity === 'SEV4' ? 'degraded' : 'failing';
}
