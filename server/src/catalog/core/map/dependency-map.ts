import type { CatalogObject, DependencyMap, MapEdge, MapNode } from '@fieldmarshal/contract/catalog';
import type { Catalog } from '../catalog.ts';
import { reach } from '../graph.ts';
import { dagreLayout } from './dagre-layout.ts';
import { nodeSize } from './layout.ts';
import { layeredLayout } from './layered-layout.ts';

/** Nodes and edges together up to which dagre draws; beyond, its second of work would hold up everything else of the process. */
const dagreSizeMax = 400;

const weights = { uses: 4, hard: 3, soft: 1 } as const;

/** The map of a catalog with positions, nothing failing; made once for each version, see {@link withBlastRadius}. */
export function drawMap(catalog: Catalog): DependencyMap {
  const objects: CatalogObject<'Application' | 'Product'>[] = [
    ...catalog.list('Application'),
    ...catalog.list('Product'),
  ];
  const numbers = new Map(objects.map((object, number) => [idOf(object.kind, object.name), number]));
  const edges = edgesOf(catalog).filter(({ from, to }) => numbers.has(from) && numbers.has(to));
  const numbered = edges.map(({ from, to, strength }) => ({
    from: numbers.get(from) ?? 0,
    to: numbers.get(to) ?? 0,
    weight: weights[strength],
  }));
  const small = objects.length + edges.length <= dagreSizeMax;
  const points = (small ? dagreLayout : layeredLayout)(objects.length, numbered);
  const nodes = objects.map((object, number): MapNode => ({
    id: idOf(object.kind, object.name),
    kind: object.kind,
    name: object.name,
    displayName: object.spec.displayName ?? object.name,
    owner: object.spec.owner ?? null,
    ...(points[number] ?? { x: 0, y: 0 }),
    ...nodeSize,
    impact: 'none',
    distance: null,
  }));
  return { version: catalog.version, ...extentOf(nodes), nodes, edges };
}

function idOf(kind: string, name: string): string {
  return `${kind}/${name}`;
}

function edgesOf(catalog: Catalog): MapEdge[] {
  return [
    ...catalog.list('Application').flatMap(({ name, spec }) =>
      [...new Set(spec.products)].map((product): MapEdge => ({
        from: idOf('Application', name),
        to: idOf('Product', product),
        strength: 'uses',
        reason: null,
      })),
    ),
    ...catalog.list('Product').flatMap(({ name, spec }) =>
      spec.dependsOn.map(({ product, strength, reason }): MapEdge => ({
        from: idOf('Product', name),
        to: idOf('Product', product),
        strength,
        reason: reason ?? null,
      })),
    ),
  ];
}

function extentOf(nodes: readonly MapNode[]): { width: number; height: number } {
  let width = 0;
  let height = 0;
  for (const node of nodes) {
    width = Math.max(width, node.x + node.width);
    height = Math.max(height, node.y + node.height);
  }
  return { width, height };
}

/** The same map with what happens to each node when the product `from` fails. An application with a product that is hit degrades. */
export function withBlastRadius(map: DependencyMap, catalog: Catalog, from: string): DependencyMap {
  const { impact, distance } = catalog.blastRadius(from);
  const ofProduct = (name: string): Hit => {
    const number = catalog.graph.numberOf(name) ?? -1;
    const hops = distance[number] ?? -1;
    if (name === from) return { impact: 'origin', distance: 0 };
    if (hops < 0) return notHit;
    return { impact: impact[number] === reach.fails ? 'fails' : 'degrades', distance: hops };
  };
  const ofApplication = (name: string): Hit => {
    const hits = (catalog.get('Application', name)?.spec.products ?? [])
      .map((product) => ofProduct(product))
      .filter((hit) => hit.distance !== null);
    if (hits.length === 0) return notHit;
    // An application lives on while one of its products is away: how much of it is hit is for the workflows to say.
    return { impact: 'degrades', distance: Math.min(...hits.map((hit) => hit.distance ?? 0)) + 1 };
  };
  const nodes = map.nodes.map((node) => ({
    ...node,
    ...(node.kind === 'Product' ? ofProduct(node.name) : ofApplication(node.name)),
  }));
  return { ...map, nodes };
}

type Hit = Pick<MapNode, 'impact' | 'distance'>;

const notHit: Hit = { impact: 'none', distance: null };
