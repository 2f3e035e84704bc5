import { z } from 'zod';
import { instant, labels, line, objectName } from '../name.ts';
import { pageQuery } from '../page.ts';

const seconds = z.number().int().min(1).max(2_678_400);

export const heartbeat = z.object({
  id: z.string(),
  name: z.string(),
  integration: z.object({ id: z.string(), name: z.string() }),
  /** `null` = beats are noted but none is expected. */
  intervalS: z.number().int().nullable(),
  graceS: z.number().int(),
  labels: z.record(z.string(), z.string()),
  /** `waiting` = the first beat has not come yet. */
  state: z.enum(['waiting', 'alive', 'missed', 'paused']),
  lastBeatAt: z.string().nullable(),
  /** When it alarms unless it beats. */
  dueAt: z.string().nullable(),
});
export type Heartbeat = z.infer<typeof heartbeat>;

export const heartbeatInput = z.object({
  name: line,
  intervalS: seconds,
  graceS: z.number().int().min(0).max(2_678_400).default(60),
  /** Added to the labels of its alert, so that routes find product and environment. */
  labels: labels.default({}),
});
export const onHeartbeat = z.object({ id: z.uuid() });
export const changeHeartbeatInput = heartbeatInput.extend({
  id: z.uuid(),
  paused: z.boolean().default(false),
});

/** The key is shown this once. `path` is to be called by GET, HEAD or POST. */
export const heartbeatWithKey = heartbeat.extend({ key: z.string(), path: z.string() });

export const change = z.object({
  id: z.string(),
  summary: z.string(),
  product: z.string().nullable(),
  environment: z.string().nullable(),
  version: z.string().nullable(),
  integration: z.object({ id: z.string(), name: z.string() }),
  source: z.string(),
  details: z.record(z.string(), z.unknown()),
  links: z.array(z.object({ url: z.string(), title: z.string() })),
  at: z.string(),
  receivedAt: z.string(),
});
export type Change = z.infer<typeof change>;

export const listChangesInput = pageQuery.extend({
  product: objectName.optional(),
  environment: objectName.optional(),
  from: instant.optional(),
  to: instant.optional(),
});

export const changeInput = z.object({
  summary: line,
  product: objectName.optional(),
  environment: objectName.optional(),
  version: z.string().max(200).optional(),
  at: instant.optional(),
  url: z
    .url({ protocol: /^https?$/ })
    .max(2_000)
    .optional(),
});

export const unparsedSignal = z.object({
  id: z.string(),
  integration: z.object({ id: z.string(), name: z.string() }),
  endpoint: z.string(),
  contentType: z.string(),
  reason: z.string(),
  state: z.enum(['kept', 'replayed', 'dismissed']),
  receivedAt: z.string(),
  settledAt: z.string().nullable(),
  settledBy: z.string().nullable(),
  /** The first 200 characters. */
  excerpt: z.string(),
});
export type UnparsedSignal = z.infer<typeof unparsedSignal>;

export const unparsedDetail = unparsedSignal.extend({
  body: z.string(),
  headers: z.record(z.string(), z.string()),
});

export const listUnparsedInput = pageQuery.extend({
  state: z.enum(['kept', 'replayed', 'dismissed', 'all']).default('kept'),
  integration: z.string().max(200).optional(),
});

export const onUnparsed = z.object({ id: z.string().max(20) });

/** `understood` false: it is still not understood, for this reason, and stays. */
export const replayResult = z.object({
  understood: z.boolean(),
  alerts: z.number().int(),
  changes: z.number().int(),
  reason: z.string().nullable(),
});

const pointer = z
  .string()
  .max(500)
  .regex(/^(\/([^~/]|~[01])*)*$/, 'must be a JSON pointer such as /alert/title');

/** How the plain JSON of an integration is to be read: JSON pointers (RFC 6901) by field. */
export const eventMapping = z.object({
  title: pointer,
  key: pointer.optional(),
  status: pointer.optional(),
  /** Values of `status` that mean the end, besides the usual ones. With any, statuses that nobody knows fire. */
  resolvedValues: z.array(z.string().max(200)).max(50).optional(),
  severity: pointer.optional(),
  description: pointer.optional(),
  link: pointer.optional(),
  startsAt: pointer.optional(),
  /** Label name to pointer. */
  labels: z.record(z.string().min(1).max(100), pointer).optional(),
});

/** A mapping tried on one event, as JSON text of at most 100,000 characters; nothing is stored. */
export const previewMappingInput = z.object({
  mapping: eventMapping.nullable(),
  sample: z.string().min(1).max(100_000),
});

/** What the event would become; with `understood` false, why it would be kept aside. */
export const mappingPreview = z.object({
  understood: z.boolean(),
  reason: z.string().nullable(),
  title: z.string().nullable(),
  action: z.enum(['fire', 'resolve', 'acknowledge']).nullable(),
  key: z.string().nullable(),
  labels: z.record(z.string(), z.string()),
  route: z.string().nullable(),
  product: z.string().nullable(),
  environment: z.string().nullable(),
});
export type MappingPreview = z.infer<typeof mappingPreview>;

export const mappingInput = z.object({
  integration: z.string().min(1).max(200),
  /** `null` goes back to the usual names. */
  mapping: eventMapping.nullable(),
});
