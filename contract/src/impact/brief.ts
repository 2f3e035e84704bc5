import { z } from 'zod';
import { impactTotals } from './record.ts';

/** How much an incident hits, as a list of incidents shows it; of one that was not assessed yet there is none. */
export const impactBrief = z.object({
  incidentId: z.string(),
  totals: impactTotals.pick({
    applications: true,
    customers: true,
    usersPerHour: true,
    userMinutesLost: true,
  }),
  /** Some of what is counted was looked at by nobody yet. */
  toConfirm: z.number(),
});
export type ImpactBrief = z.infer<typeof impactBrief>;
