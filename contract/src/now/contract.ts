import { oc } from '@orpc/contract';
import { z } from 'zod';
import { instant } from '../name.ts';
import { severity } from '../severity.ts';

/** What both strips show on every screen: what is on fire, and who is on call now. */
const strips = z.object({
  /** Open incidents, worst first; at most the first few. */
  fire: z.array(
    z.object({
      id: z.string(),
      title: z.string(),
      severity: severity.nullable(),
      openedAt: instant,
      fieldMarshal: z.string().nullable(),
      updateDueAt: instant.nullable(),
      drill: z.boolean(),
    }),
  ),
  /** All open incidents, also those not listed. */
  fireCount: z.number().int(),
  lastClosed: z.object({ id: z.string(), at: instant }).nullable(),
  /** Who is on call for the default escalation policy. */
  fieldMarshal: z
    .object({ person: z.string(), until: instant.nullable(), next: z.string().nullable() })
    .nullable(),
  products: z.array(
    z.object({
      product: z.string(),
      person: z.string().nullable(),
      reach: z.enum(['reachable', 'untested', 'nobody']),
    }),
  ),
  /** In order of the sun, from east to west. */
  hubs: z.array(z.object({ name: z.string(), zone: z.string(), duty: z.enum(['on', 'next', 'off']) })),
});
export type Strips = z.infer<typeof strips>;

/** The HTTP contract of what every screen shows; mounted under `/api/v1`. */
export const nowContract = {
  strips: oc
    .route({
      method: 'GET',
      path: '/strips',
      summary: 'What is on fire, and who is on call now',
      tags: ['now'],
    })
    .output(strips),
};
