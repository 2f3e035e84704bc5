import { z } from 'zod';
import { described } from '../described.ts';
import { hitStates } from '../impact/words.ts';
import { line } from '../name.ts';
import { severity } from '../severity.ts';

const count = z.number().int().min(1).max(10_000_000_000);

/** All that is given must hold, of what is confirmed or likely at the moment; at least one must be given. */
const when = z
  .strictObject({
    /** A workflow of this criticality or a more critical one is hit … */
    criticality: z.number().int().min(1).max(4).optional(),
    /** … in one of these ways; without a criticality: anything is. */
    states: z.array(z.enum(hitStates)).min(1).max(4).optional(),
    /** So many environments, customers or users in a usual hour are hit, or more. */
    environments: count.optional(),
    customers: count.optional(),
    usersPerHour: count.optional(),
    /** Somebody said that data was lost. */
    dataLoss: z.literal(true).optional(),
  })
  .refine((given) => Object.values(given).some((value) => value !== undefined), 'must hold something');

/** The table from which severities are proposed: the first rule that holds wins. */
export const severityRulesSpec = z.strictObject({
  ...described,
  rules: z
    .array(z.strictObject({ name: line, severity, when }))
    .min(1)
    .max(100),
});
export type SeverityRule = z.output<typeof severityRulesSpec>['rules'][number];
