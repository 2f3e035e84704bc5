import { z } from 'zod';

/** The parts of a Backstage entity that mean something here; other fields are passed over. Source: backstage.io, "Descriptor Format". */
export const backstageEntity = z.object({
  apiVersion: z.string(),
  kind: z.string(),
  metadata: z.object({
    name: z.string().min(1).max(63),
    namespace: z.string().min(1).max(63).optional(),
    title: z.string().optional(),
    description: z.string().optional(),
    labels: z.record(z.string(), z.string()).optional(),
    annotations: z.record(z.string(), z.unknown()).optional(),
    links: z.array(z.object({ url: z.string(), title: z.string().optional() })).optional(),
  }),
  spec: z
    .object({
      owner: z.string().optional(),
      system: z.string().optional(),
      dependsOn: z.array(z.string()).optional(),
      dependencyOf: z.array(z.string()).optional(),
      providesApis: z.array(z.string()).optional(),
      consumesApis: z.array(z.string()).optional(),
      members: z.array(z.string()).optional(),
      memberOf: z.array(z.string()).optional(),
      profile: z.object({ displayName: z.string().optional(), email: z.string().optional() }).optional(),
    })
    .default({}),
});
export type BackstageEntity = z.output<typeof backstageEntity>;

export function isBackstage(value: unknown): boolean {
  return (
    typeof value === 'object' &&
    value !== null &&
    'apiVersion' in value &&
    typeof value.apiVersion === 'string' &&
    value.apiVersion.startsWith('backstage.io/')
  );
}

/** A reference in Backstage's form `[kind:][namespace/]name`; letters' case does not count. */
export interface EntityRef {
  readonly kind: string;
  readonly namespace: string;
  readonly name: string;
}

export function parseRef(text: string, defaults: { kind: string; namespace: string }): EntityRef {
  const match = /^(?:([^:/]+):)?(?:([^:/]+)\/)?(.+)$/.exec(text.trim().toLowerCase());
  return {
    kind: match?.[1] ?? defaults.kind,
    namespace: match?.[2] ?? defaults.namespace,
    name: match?.[3] ?? text,
  };
}

/** The name here: as it is in the namespace `default`, else with its namespace before it, so that two never meet. */
export function objectNameOf({ namespace, name }: Pick<EntityRef, 'namespace' | 'name'>): string {
  return namespace === 'default' ? name : `${namespace}.${name}`;
}

export function refText({ kind, namespace, name }: EntityRef): string {
  return `${kind}:${namespace}/${name}`;
}
