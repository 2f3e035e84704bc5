import { z } from 'zod';
import { described } from '../described.ts';
import { objectName } from '../name.ts';

/**
 * How often a workflow must work, as its checks see it: of their runs, so large a share passes in any window of so many days. What is left
 * of the rest is the error budget.
 */
export const sloSpec = z.strictObject({
  ...described,
  workflow: objectName,
  /** Each has a budget of its own. Without any: every environment that a check of the workflow runs in. */
  environments: z.array(objectName).max(200).default([]),
  /** 0.5 to 0.99999, such as `0.995`: at most 0.5 % of runs may fail. */
  objective: z.number().min(0.5).max(0.99999),
  windowDays: z.number().int().min(1).max(90).default(28),
});
