import { z } from 'zod';
import { environmentNames, productNames } from '../ports.ts';
import { queueProducts } from '../products/services/services.ts';

const at = { environment: z.enum(environmentNames), product: z.enum(productNames) };

/** One thing that can go wrong with a product in an environment. Every field but the first three has a default. */
export const fault = z.discriminatedUnion('fault', [
  z.strictObject({ ...at, fault: z.literal('errors'), rate: z.number().min(0.01).max(1).default(0.5) }),
  z.strictObject({
    ...at,
    fault: z.literal('latency'),
    ms: z.number().int().min(1).max(30_000).default(1500),
  }),
  z.strictObject({ ...at, fault: z.literal('hang') }),
  z.strictObject({ ...at, fault: z.literal('wrong-data') }),
  z.strictObject({
    ...at,
    fault: z.literal('crash'),
    downSeconds: z.number().min(0).max(600).default(40),
  }),
  z.strictObject({
    ...at,
    fault: z.literal('memory-growth'),
    megabytes: z.number().int().min(8).max(96).default(64),
  }),
  z
    .strictObject({ ...at, fault: z.literal('queue-lag') })
    .refine(({ product }) => queueProducts.includes(product), {
      path: ['product'],
      message: `has no queue; only ${queueProducts.join(', ')} have one`,
    }),
  z.strictObject({
    ...at,
    fault: z.literal('bad-deploy'),
    version: z
      .string()
      .regex(/^[\w.+-]{1,40}$/)
      .optional(),
  }),
  z.strictObject({
    ...at,
    fault: z.literal('expiring-certificate'),
    hours: z.number().min(0).max(1000).default(36),
  }),
]);
export type Fault = z.output<typeof fault>;
export type FaultKind = Fault['fault'];
export type FaultOf<K extends FaultKind> = Extract<Fault, { fault: K }>;

export const faultKinds = [
  'errors',
  'latency',
  'hang',
  'wrong-data',
  'crash',
  'memory-growth',
  'queue-lag',
  'bad-deploy',
  'expiring-certificate',
] as const satisfies readonly FaultKind[];

/** What a bad deploy does besides its new version number. */
export const badDeploy = { rate: 0.4, ms: 250 } as const;
