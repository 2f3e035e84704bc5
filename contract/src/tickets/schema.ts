import { z } from 'zod';
import { deliveryState } from '../delivery/state.ts';
import { onAction } from '../incidents/review-schema.ts';
import { instant, objectName } from '../name.ts';

export const onTracker = z.strictObject({ name: objectName });

/** One thing that a tracker was told, and whether it got there. */
const toldTracker = z.object({
  tracker: z.string(),
  type: z.string(),
  state: deliveryState,
  /** One sentence. */
  detail: z.string(),
  at: instant,
});
export type ToldTracker = z.infer<typeof toldTracker>;

/** A tracker as Admin shows it. */
export const trackerView = z.object({
  name: z.string(),
  displayName: z.string(),
  /** Where from its object is. */
  fromFile: z.boolean(),
  generation: z.number(),
  opensTickets: z.boolean(),
  /** Origin of the address that is told; the rest of it is often a secret. */
  webhook: z.string().nullable(),
  key: z.enum(['none', 'missing', 'set', 'stale']),
  /** The integration that may speak for it, and whether it is in force. */
  integration: z.object({ name: z.string(), isThere: z.boolean(), lastUsedAt: instant.nullable() }),
  lastTold: toldTracker.nullable(),
});
export type TrackerView = z.infer<typeof trackerView>;

/** The ticket that an action could have, or has, in each tracker that is there for it. */
export const ticketsOfIncident = z.object({
  trackers: z.array(z.object({ name: z.string(), title: z.string() })),
  actions: z.array(
    z.object({
      action: z.string(),
      /** Forms of a new ticket, filled in. None where it has a ticket. */
      open: z.array(z.object({ tracker: z.string(), title: z.string(), url: z.string() })),
      /** The last that each tracker was told. */
      told: z.array(toldTracker),
    }),
  ),
});
export type TicketsOfIncident = z.infer<typeof ticketsOfIncident>;

/** A key as trackers write them. */
const ticketKey = z
  .string()
  .max(100)
  .regex(/^[\w#./-]+$/, 'letters, digits and # . / - _ only');

/** null: of no ticket any more. */
export const linkTicketInput = onAction.extend({
  ticket: z.strictObject({ tracker: objectName, key: ticketKey }).nullable(),
});

export const trackerKeyInput = onTracker.extend({ key: z.string().min(1).max(4_000) });

/** What a tracker says of a ticket, by `POST /intake/tickets`. */
export const heardTicket = z.object({
  /** `INC-42/A3`; left out: the action that has this ticket. */
  ref: z
    .string()
    .regex(/^INC-[1-9]\d{0,9}\/A[1-9]\d{0,5}$/, 'must look like INC-42/A3')
    .optional(),
  key: ticketKey,
  url: z
    .url({ protocol: /^https?$/ })
    .max(2_000)
    .optional(),
  /** In the words of the tracker. */
  state: z.string().trim().min(1).max(100).optional(),
  /** When it was so, by the clock of the tracker: what was before what it has told already is left. */
  at: z.iso.datetime({ offset: true }).optional(),
});
export type HeardTicket = z.output<typeof heardTicket>;
