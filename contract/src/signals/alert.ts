import { z } from 'zod';
import { objectName } from '../name.ts';
import { pageQuery } from '../page.ts';
import { severity } from '../severity.ts';

export const alertState = z.enum(['firing', 'acknowledged', 'resolved']);
export type AlertState = z.infer<typeof alertState>;

const texts = z.record(z.string(), z.string());

/** One episode of an alert: from its first signal to its resolution. */
export const alert = z.object({
  id: z.string(),
  title: z.string(),
  state: alertState,
  labels: texts,
  annotations: texts,
  /** Where the sender says more is to be found; only `http` and `https`. */
  link: z.string().nullable(),
  source: z.enum(['alertmanager', 'webhook', 'pagerduty', 'opsgenie', 'events', 'heartbeat', 'check']),
  integration: z.object({ id: z.string(), name: z.string() }),
  /** The sender's key; for label-based senders Alertmanager's fingerprint. */
  key: z.string(),
  startsAt: z.string(),
  /** When it counts as resolved unless repeated; `null` = only when somebody says so. */
  endsAt: z.string().nullable(),
  receivedAt: z.string(),
  lastSeenAt: z.string(),
  resolvedAt: z.string().nullable(),
  resolvedBy: z.enum(['sender', 'time-out', 'hand']).nullable(),
  /** Signals received for it; repeats may take a second to show. */
  count: z.number().int(),
  /** Name of a Route; `unrouted` where none took it. */
  route: z.string(),
  product: z.string().nullable(),
  environment: z.string().nullable(),
  /** `null` = not assessed. */
  severity: severity.nullable(),
  /** `null` while silenced. */
  groupId: z.string().nullable(),
  incidentId: z.string().nullable(),
  /** Ids of silences and maintenance windows in force for it. */
  silencedBy: z.array(z.string()),
});
export type Alert = z.infer<typeof alert>;

export const alertEvent = z.object({
  id: z.string(),
  at: z.string(),
  type: z.enum([
    'fired',
    'changed',
    'noted',
    'acknowledged',
    'resolved',
    'silenced',
    'unsilenced',
    'grouped',
    'rerouted',
  ]),
  actor: z.string(),
  detail: z.string().nullable(),
});

export const alertDetail = alert.extend({
  /** Oldest first; at most the latest 500. */
  events: z.array(alertEvent),
  /** Earlier episodes with the same key, newest first; at most 20. */
  earlier: z.array(z.object({ id: z.string(), startsAt: z.string(), resolvedAt: z.string().nullable() })),
});
export type AlertDetail = z.infer<typeof alertDetail>;

const flag = z.stringbool().or(z.boolean());

export const listAlertsInput = pageQuery.extend({
  /** `open` = firing or acknowledged. */
  state: z.enum(['open', 'firing', 'acknowledged', 'resolved', 'all']).default('open'),
  route: z.string().max(100).optional(),
  product: objectName.optional(),
  environment: objectName.optional(),
  severity: severity.optional(),
  integration: z.string().max(200).optional(),
  /** e.g. `INC-42` */
  incident: z.string().max(40).optional(),
  group: z.string().max(20).optional(),
  silenced: flag.optional(),
  /** Part of title or of any label's value, whatever the case. */
  q: z.string().max(200).optional(),
});

export const onAlert = z.object({ id: z.string().max(20) });

export const silenceAlertInput = onAlert.extend({
  /** How long; 1 minute to 90 days. */
  minutes: z
    .number()
    .int()
    .min(1)
    .max(90 * 24 * 60),
  comment: z.string().trim().max(4_000).default(''),
});

export const alertSummary = z.object({
  firing: z.number().int(),
  acknowledged: z.number().int(),
  /** Of the open ones. */
  silenced: z.number().int(),
  /** Open alerts that no Route took. */
  unrouted: z.number().int(),
  /** Signals that were not understood and wait for somebody. */
  unparsed: z.number().int(),
});

/** Alerts that are taken as one matter. */
export const alertGroup = z.object({
  id: z.string(),
  title: z.string(),
  route: z.string(),
  action: z.enum(['incident', 'alert-only']),
  labels: texts,
  product: z.string().nullable(),
  environment: z.string().nullable(),
  severity: severity.nullable(),
  incidentId: z.string().nullable(),
  state: z.enum(['open', 'closed']),
  openedAt: z.string(),
  closedAt: z.string().nullable(),
  firing: z.number().int(),
  total: z.number().int(),
});
export type AlertGroup = z.infer<typeof alertGroup>;

export const listGroupsInput = pageQuery.extend({
  state: z.enum(['open', 'closed', 'all']).default('open'),
  route: z.string().max(100).optional(),
  incident: z.string().max(40).optional(),
});

export const previewRouteInput = z.object({
  /** Labels in matcher syntax, e.g. `severity="critical",product="search"`. */
  labels: z.string().max(10_000).default(''),
});

export const routePreview = z.object({
  route: z.string(),
  action: z.enum(['incident', 'alert-only']),
  product: z.string().nullable(),
  environment: z.string().nullable(),
  severity: severity.nullable(),
  escalationPolicy: z.string().nullable(),
  groupLabels: texts,
  /** Routes whose matchers cannot be read; they take nothing until mended. */
  broken: z.array(z.object({ route: z.string(), reason: z.string() })),
});
