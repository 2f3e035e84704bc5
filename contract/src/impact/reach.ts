import { z } from 'zod';
import { objectName } from '../name.ts';
import { hitState, impactRow } from './record.ts';

/** A question about what is not broken: nothing is stored. */
export const reachInput = z.object({
  product: objectName,
  /** Left out: in every environment that has it. */
  environment: objectName.optional(),
  state: hitState.default('down'),
  /** Rows with their paths; counts are of all. */
  limit: z.coerce.number().int().min(1).max(500).default(100),
});

export const impactReach = z.object({
  product: z.string(),
  /** Of the catalog that answered. */
  catalogVersion: z.number(),
  rows: z.array(impactRow),
  counts: z.object({
    products: z.number(),
    workflows: z.number(),
    applications: z.number(),
    environments: z.number(),
    customers: z.number(),
    usersPerHour: z.number().nullable(),
  }),
});
export type ImpactReach = z.infer<typeof impactReach>;
