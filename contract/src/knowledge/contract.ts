import { oc } from '@orpc/contract';
import { z } from 'zod';
import { onIncident } from '../incidents/schema.ts';
import { objectName } from '../name.ts';
import {
  linkDraft,
  linkDraftInput,
  panelDraft,
  panelDraftInput,
  runbookFile,
  runbookFileInput,
} from './drafts.ts';
import { panelData, roomLinks } from './shapes.ts';

const route = (method: 'GET' | 'PUT' | 'POST', path: `/${string}`, summary: string) =>
  oc.route({ method, path, summary, tags: ['knowledge'] });

/** Yes and no of people who had it in front of them in an incident. */
const helped = z.object({ yes: z.number(), no: z.number() });

const runbookRow = z.object({
  name: z.string(),
  title: z.string(),
  products: z.array(z.string()),
  checks: z.array(z.string()),
  symptoms: z.array(z.string()),
  updatedAt: z.string(),
  helped,
  /** Words around what was searched for, as plain text; the beginning where nothing was. */
  excerpt: z.string(),
});
export type RunbookRow = z.infer<typeof runbookRow>;

const runbook = runbookRow.extend({
  text: z.string(),
  editable: z.boolean(),
  from: z.string(),
  links: z.array(z.object({ title: z.string(), url: z.string() })),
});
export type Runbook = z.infer<typeof runbook>;

const roomRunbook = z.object({
  name: z.string(),
  title: z.string(),
  excerpt: z.string(),
  /** Why it is shown, in words: the same product, a failing check, shared words. */
  why: z.array(z.string()),
  helped,
  /** What whoever asks said of it in this incident. */
  mine: z.boolean().nullable(),
});
export type RoomRunbook = z.infer<typeof roomRunbook>;

const roomRunbooks = z.object({
  /** Best first, at most six. */
  items: z.array(roomRunbook),
  /** How many there are at all. */
  of: z.number(),
});
export type RoomRunbooks = z.infer<typeof roomRunbooks>;

const search = z
  .string()
  .max(200)
  .regex(/^[^\0]*$/, 'must not contain NUL');

const access = z.object({
  name: objectName,
  displayName: z.string(),
  url: z.string(),
  auth: z.enum(['none', 'bearer', 'basic']),
  /** `stale`: set for another address, so it is not sent. */
  secret: z.enum(['none', 'missing', 'set', 'stale']),
  /** Whether it may stand at a private address. */
  allowPrivate: z.boolean(),
  /** Whether private addresses are open to everything here, so that this one needs no leave. */
  privateOpen: z.boolean(),
});
export type ReachedSource = z.infer<typeof access>;

const accessInput = z.strictObject({
  name: objectName,
  allowPrivate: z.boolean(),
  /** Left out, it stays as it is; null forgets it. */
  secret: z
    .string()
    .regex(/^[\x20-\x7e]{1,4000}$/, 'must be visible ASCII characters')
    .nullable()
    .optional(),
});
const accessList = z.object({ items: z.array(access) });

/** The HTTP contract of knowledge; mounted under `/api/v1`. Runbooks are written through the catalog. */
export const knowledgeContract = {
  runbooks: route('GET', '/runbooks', 'Runbooks, those that fit the search best first')
    .input(
      z.object({
        search: search.optional(),
        product: objectName.optional(),
        limit: z.coerce.number().int().min(1).max(200).default(100),
      }),
    )
    .output(z.object({ items: z.array(runbookRow), of: z.number() })),
  runbook: route('GET', '/runbooks/{name}', 'One runbook')
    .input(z.object({ name: objectName }))
    .output(runbook),
  readFile: route(
    'POST',
    '/runbooks/read',
    'What a Markdown file says of itself in its head, before it is stored',
  )
    .input(runbookFileInput)
    .output(runbookFile),
  tryLink: route('POST', '/link-templates/try', 'A link template filled for an incident, before it is stored')
    .input(linkDraftInput)
    .output(linkDraft),
  tryPanel: route('POST', '/metrics-panels/try', 'What a metrics panel would draw, before it is stored')
    .input(panelDraftInput)
    .output(panelDraft),
  ofIncident: route('GET', '/incidents/{id}/runbooks', 'Runbooks for an incident, and why')
    .input(onIncident)
    .output(roomRunbooks),
  answer: route('PUT', '/incidents/{id}/runbooks/{name}', 'Say whether a runbook helped in an incident')
    .input(onIncident.extend({ name: objectName, helped: z.boolean().nullable() }))
    .output(roomRunbooks),
  links: route('GET', '/incidents/{id}/links', 'Dashboards, logs and metrics panels of an incident, filled')
    .input(onIncident)
    .output(roomLinks),
  panel: route('GET', '/incidents/{id}/panels/{name}', 'What a metrics panel shows for an incident')
    .input(onIncident.extend({ name: objectName }))
    .output(panelData),
  sources: route('GET', '/metrics-sources', 'Metrics servers, and how each is reached').output(accessList),
  setAccess: route(
    'PUT',
    '/metrics-sources/{name}/access',
    'Seal the password or token of a metrics server, and say whether it may stand at a private address',
  )
    .input(accessInput)
    .output(accessList),
  tracesSources: route('GET', '/traces-sources', 'Stores of traces, and how each is reached').output(
    accessList,
  ),
  setTracesAccess: route(
    'PUT',
    '/traces-sources/{name}/access',
    'Seal the password or token of a store of traces, and say whether it may stand at a private address',
  )
    .input(accessInput)
    .output(accessList),
  logsSources: route('GET', '/logs-sources', 'Stores of logs, and how each is reached').output(accessList),
  setLogsAccess: route(
    'PUT',
    '/logs-sources/{name}/access',
    'Seal the password or token of a store of logs, and say whether it may stand at a private address',
  )
    .input(accessInput)
    .output(accessList),
};
