import { oc } from '@orpc/contract';
import { z } from 'zod';
import { incidentSummary } from '../incidents/schema.ts';
import { instant } from '../name.ts';
import { alertSummary } from '../signals/alert.ts';
import { severity } from '../severity.ts';

/**
 * Whether somebody can be reached, from the last page sent to them: `untested` where none was sent of late, `unreachable` where it did
 * not arrive, `nobody` where there is no one to reach.
 */
const reach = z.enum(['reachable', 'untested', 'unreachable', 'nobody']);

/** What both strips show on every screen: what is on fire, and who is on call now. */
const strips = z.object({
  /** Open incidents, worst first, and drills behind them; at most the first few. */
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
  /** All open incidents, also those not listed; no drills. */
  fireCount: z.number().int(),
  /** Incidents that were open at disconnected sites when each told of itself last. */
  openAtSites: z.number().int(),
  lastClosed: z.object({ id: z.string(), at: instant }).nullable(),
  /** Who is on call for the default escalation policy. */
  fieldMarshal: z
    .object({ person: z.string(), until: instant.nullable(), next: z.string().nullable(), reach })
    .nullable(),
  /** Of open incidents; without any, of whoever asks. At most the first few; `productCount` has all. */
  products: z.array(
    z.object({ name: z.string(), product: z.string(), person: z.string().nullable(), reach }),
  ),
  productCount: z.number().int(),
  /** In order of the sun, from east to west. */
  hubs: z.array(z.object({ name: z.string(), zone: z.string(), duty: z.enum(['on', 'next', 'off']) })),
});
export type Strips = z.infer<typeof strips>;

/** What an environment's products are like, as far as alerts tell. `quiet`: no alert fires, which is not the same as well. */
const cellState = z.enum(['failing', 'degraded', 'quiet', 'maintenance', 'last-known']);
export type CellState = z.infer<typeof cellState>;

const cell = z.object({
  product: z.string(),
  environment: z.string(),
  /** `last-known` in disconnected environments, whatever is known of them: it is never called well. */
  state: cellState,
  /** Of the open alerts that no silence covers. */
  severity: severity.nullable(),
  alerts: z.number().int(),
  since: instant.nullable(),
  incidentId: z.string().nullable(),
  version: z.string().nullable(),
});

const firingGroup = z.object({
  id: z.string(),
  title: z.string(),
  product: z.string().nullable(),
  environment: z.string().nullable(),
  severity: severity.nullable(),
  incidentId: z.string().nullable(),
  openedAt: instant,
  /** Open alerts of it, and all it ever had. */
  firing: z.number().int(),
  total: z.number().int(),
  /** One of the open alerts, from which an incident can be declared. */
  alertId: z.string().nullable(),
});

const handover = z.object({
  schedule: z.string(),
  displayName: z.string(),
  at: instant,
  /** Display names; nobody = an empty list. */
  from: z.array(z.string()),
  to: z.array(z.string()),
});

/** The operations home in one answer. */
const picture = z.object({
  at: instant,
  /** Worst first; at most 50. */
  incidents: z.array(incidentSummary),
  /** Counted up to 200. */
  openCount: z.number().int(),
  lastClosed: z.object({ id: z.string(), title: z.string(), at: instant }).nullable(),
  /** Groups with open alerts, those without an incident first, then the worst; at most 50. */
  groups: z.array(firingGroup),
  groupCount: z.number().int(),
  alerts: alertSummary,
  /** What "no alert" rests on: who may send, and when the last signal of any of them came. */
  senders: z.object({ count: z.number().int(), lastSignalAt: instant.nullable() }),
  grid: z.object({
    products: z.array(z.object({ name: z.string(), displayName: z.string() })),
    environments: z.array(z.object({ name: z.string(), displayName: z.string(), connected: z.boolean() })),
    /** Only where the product is deployed, or an alert says that it is. */
    cells: z.array(cell),
  }),
  /** Within the next 24 hours, the next one first. */
  handovers: z.array(handover),
});
export type NowPicture = z.infer<typeof picture>;

/** Something the installation says about itself, e.g. that pages are due and have not left. */
const notice = z.object({
  key: z.string(),
  text: z.string(),
  startedAt: instant,
  /** Null while it is so. */
  endedAt: instant.nullable(),
});
export type Notice = z.infer<typeof notice>;

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
  picture: oc
    .route({
      method: 'GET',
      path: '/now',
      summary: 'The operations home: incidents, alerts, products by environment, handovers',
      tags: ['now'],
    })
    .output(picture),
  notices: oc
    .route({
      method: 'GET',
      path: '/notices',
      summary: 'What Fieldmarshal has to say about itself, now and during the last day',
      tags: ['now'],
    })
    /** `total` counts those beyond the newest that are listed, too. */
    .output(z.object({ items: z.array(notice), total: z.number().int().min(0) })),
};
