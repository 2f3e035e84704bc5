import { z } from 'zod';

/** A product or an application on the map of dependencies. */
export const mapNode = z.object({
  /** `Product/gateway`, `Application/hearthway`. */
  id: z.string(),
  kind: z.enum(['Product', 'Application']),
  name: z.string(),
  displayName: z.string(),
  /** The owning team. */
  owner: z.string().nullable(),
  /** Top left corner and size, in the same unit; the first layer is at the top: who is used stands below its users. */
  x: z.number(),
  y: z.number(),
  width: z.number(),
  height: z.number(),
  /** What happens to it when `from` fails; `none` for all without `from`. */
  impact: z.enum(['origin', 'fails', 'degrades', 'none']),
  /** Dependencies between it and `from`; null where it is not hit. */
  distance: z.number().int().nullable(),
});
export type MapNode = z.infer<typeof mapNode>;

export const mapEdge = z.object({
  /** Ids of nodes: `from` needs `to`. */
  from: z.string(),
  to: z.string(),
  /** `uses`: an application and its product. */
  strength: z.enum(['hard', 'soft', 'uses']),
  reason: z.string().nullable(),
});
export type MapEdge = z.infer<typeof mapEdge>;

export const dependencyMap = z.object({
  /** Grows with every change of the catalog. */
  version: z.number().int(),
  width: z.number(),
  height: z.number(),
  nodes: z.array(mapNode),
  edges: z.array(mapEdge),
});
export type DependencyMap = z.infer<typeof dependencyMap>;
