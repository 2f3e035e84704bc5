import { z } from 'zod';
import { incidentId } from '../incidents/schema.ts';
import { impactTotals } from './record.ts';

export const impactBriefsInput = z.object({
  incident: z.union([z.array(incidentId).max(200), incidentId]),
});

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
