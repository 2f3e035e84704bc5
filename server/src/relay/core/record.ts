import { instant } from '@fieldmarshal/contract';
import { z } from 'zod';
import { bundleLimits } from './limits.ts';
import { BundleRefusal } from './refusal.ts';

/**
 * What bundles carry. Up: events of incidents, runs, alerts, pages, audit rows, how checks stand, readiness values. Down: files of the
 * catalog, and pieces of a release. Both: entries that one side wrote on an incident of the site, as `event` with their origin.
 */
export const recordKinds = [
  'event',
  'run',
  'alert',
  'page',
  'audit',
  'standing',
  'readiness',
  'file',
  'release',
] as const;
export type RecordKind = (typeof recordKinds)[number];

/** An instant that storage takes too: it knows no year 0, and no text of any length. */
export const storable = instant.max(40).refine((at) => !at.startsWith('0000'), 'must be after the year 0');

/** Unknown fields are kept: a site may be newer than headquarters. */
const fields = z.record(z.string(), z.unknown());

const recordSchema = z.strictObject({
  kind: z.enum(recordKinds),
  /** Unique within site and kind; a later bundle with the same id replaces it. */
  id: z.string().min(1).max(300),
  /** When it happened or changed, by the site's clock. */
  at: storable,
  data: fields,
});
export type BundleRecord = z.output<typeof recordSchema>;

const text = z.string().max(20_000);
const orNull = text.nullable();

/** An entry of an incident's log. `hlc`: its place in the order of both sides. `seen`: the last entry of the other side known when it was written. */
export const eventData = z.object({
  incident: z.string().regex(/^INC-\d{1,9}$/),
  origin: z.enum(['site', 'headquarters']),
  seq: z.number().int().min(1).max(1_000_000),
  hlc: z.tuple([z.number().int().min(0).max(8.64e15), z.number().int().min(0).max(1e9)]),
  seen: z.number().int().min(0).max(1_000_000),
  actor: z.object({
    kind: z.enum(['person', 'token', 'integration', 'system']),
    id: text,
    name: text,
    person: orNull,
  }),
  type: z.string().max(60),
  version: z.number().int().min(1).max(1_000),
  data: z.record(z.string(), z.unknown()),
});
export type EventData = z.output<typeof eventData>;

const runData = z.object({
  check: z.string().max(63),
  environment: z.string().max(63),
  place: z.string().max(63),
  type: z.string().max(20),
  state: z.string().max(20),
  verdict: z.string().max(20).nullable(),
  fault: z.string().max(20).nullable(),
  durationMs: z.number().min(0).max(1e9).nullable(),
  error: orNull,
});

export const fileData = z.object({ path: z.string().min(1).max(1000), text: z.string() });

/** So much of a release travels in one record; base64 of it stays under the limit of a line. */
export const pieceBytes = 300 * 1024;
const piecesMax = 4_000;

export const releaseName = z.string().regex(/^[\w.+-]{1,120}\.release$/, 'must end with .release');
const sha256 = z.string().regex(/^[0-9a-f]{64}$/);

export const releaseData = z.object({
  sha256,
  name: releaseName,
  /** This piece, from 0, and how many there are. */
  n: z.number().int().min(0).max(piecesMax),
  of: z.number().int().min(1).max(piecesMax),
  content: z.base64().max(Math.ceil(pieceBytes / 3) * 4),
});
export type ReleaseData = z.output<typeof releaseData>;

const shapes: Partial<Record<RecordKind, z.ZodType>> = {
  event: eventData,
  run: runData,
  file: fileData,
  release: releaseData,
};

/** Reads one line. Throws `too-large`, `too-deep`, `malformed-record`; `where` is named in them. */
export function parseRecord(line: string, where: string): BundleRecord {
  if (line.length > bundleLimits.lineBytes) throw new BundleRefusal('too-large', where);
  if (depthOf(line) > bundleLimits.depth) throw new BundleRefusal('too-deep', where);
  const parsed = recordSchema.safeParse(jsonOf(line, where));
  if (!parsed.success) throw new BundleRefusal('malformed-record', `${where}: ${issueOf(parsed.error)}`);
  const shape = shapes[parsed.data.kind]?.safeParse(parsed.data.data);
  if (shape && !shape.success)
    throw new BundleRefusal('malformed-record', `${where}: ${parsed.data.kind}.${issueOf(shape.error)}`);
  return parsed.data;
}

function jsonOf(line: string, where: string): unknown {
  const value = parsedOrNull(line);
  if (value === null) throw new BundleRefusal('malformed-record', `${where}: no JSON`);
  // Storage takes neither; both can only come as escapes, which are rare enough to look at twice.
  if (/\\u(0000|d[89a-f])/i.test(line) && /(^|[^\\])(\\\\)*\\u(0000|d[89a-f])/.test(JSON.stringify(value)))
    throw new BundleRefusal('malformed-record', `${where}: a broken character`);
  return value;
}

function parsedOrNull(line: string): unknown {
  try {
    const value: unknown = JSON.parse(line);
    return value;
  } catch {
    return null;
  }
}

function issueOf(error: z.ZodError): string {
  return error.issues[0]?.path.join('.') ?? '';
}

/** How deep brackets nest, strings left out; told before JSON.parse spends a stack on it. */
export function depthOf(line: string): number {
  let depth = 0;
  let deepest = 0;
  let inString = false;
  for (let at = 0; at < line.length; at += 1) {
    const code = line.charCodeAt(at);
    if (inString) {
      if (code === 0x5c) at += 1;
      else if (code === 0x22) inString = false;
    } else if (code === 0x22) inString = true;
    else if (code === 0x7b || code === 0x5b) deepest = Math.max(deepest, (depth += 1));
    else if (code === 0x7d || code === 0x5d) depth -= 1;
  }
  return deepest;
}
