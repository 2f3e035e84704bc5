import { severity } from '@fieldmarshal/contract';
import { z } from 'zod';
import { defineFact } from '#platform';

/** A new group episode on a route that opens incidents; once per episode, however many alerts it gets. */
export const alertsGroupOpened = defineFact(
  'alerts.group-opened',
  z.object({
    groupId: z.string(),
    route: z.string(),
    title: z.string(),
    product: z.string().nullable(),
    environment: z.string().nullable(),
    /** `null` = not assessed. */
    severity: severity.nullable(),
    escalationPolicy: z.string().nullable(),
    /** The group-by labels and their values, which tell this group from others of the route. */
    labels: z.record(z.string(), z.string()),
    /** Alerts at this moment; more may follow at once. */
    alertCount: z.number().int(),
    /** Name of the integration whose signal opened it. */
    integration: z.string(),
  }),
);

/** Alerts came to a group or resolved; at most one per group and two seconds, however many. */
export const alertsGroupChanged = defineFact(
  'alerts.group-changed',
  z.object({
    groupId: z.string(),
    incidentId: z.string().nullable(),
    firing: z.number().int(),
    total: z.number().int(),
    /** Of alerts that came since the last announcement; at most ten. */
    newTitles: z.array(z.string()),
  }),
);

/** The last firing alert of a group resolved. The group of an incident stays open: more may come. */
export const alertsGroupResolved = defineFact(
  'alerts.group-resolved',
  z.object({ groupId: z.string(), incidentId: z.string().nullable() }),
);

export const changeRecorded = defineFact(
  'change.recorded',
  z.object({
    changeId: z.string(),
    summary: z.string(),
    product: z.string().nullable(),
    environment: z.string().nullable(),
    at: z.string(),
  }),
);
