import { objectName } from '@fieldmarshal/contract';
import { z } from 'zod';
import { bundleLimits } from './limits.ts';
import { recordKinds, storable } from './record.ts';
import { BundleRefusal } from './refusal.ts';

export const directions = ['up', 'down'] as const;
/** `up`: from a site to headquarters. `down`: the other way. */
export type Direction = (typeof directions)[number];

const sha256 = z.string().regex(/^[0-9a-f]{64}$/);
const bytesMax = (max: number) => z.number().int().min(0).max(max);

const block = z.strictObject({
  sha256,
  bytes: bytesMax(bundleLimits.blockBytes).min(1),
  rawBytes: bytesMax(bundleLimits.blockRawBytes).min(1),
  records: bytesMax(bundleLimits.records).min(1),
});

export const manifestSchema = z.strictObject({
  format: z.literal(1),
  direction: z.enum(directions),
  site: objectName,
  /** One enrolment of the site: numbers begin anew with another. */
  stream: z.uuid(),
  /** 1, 2, 3 … within stream and direction. */
  sequence: z.number().int().min(1).max(1_000_000_000),
  /** Hash of the manifest before; null for the first. */
  previous: sha256.nullable(),
  /** Fingerprint of the key that signs. */
  key: z.string().regex(/^[0-9a-f]{32}$/),
  /** Key that signs from the next bundle on (raw Ed25519, base64), where it is changed. */
  nextKey: z.string().max(60).nullable(),
  /** By the sender's clock. */
  createdAt: storable,
  /** The time that it tells of, half-open. */
  from: storable,
  to: storable,
  compression: z.literal('zstd'),
  /** Under which redaction policy it was made. */
  policy: z.string().max(200).nullable(),
  counts: z.partialRecord(z.enum(recordKinds), bytesMax(bundleLimits.records)),
  /** The last bundle of the other side that was taken in here: its number, when that side made it, when it arrived (our clock). */
  heard: z.strictObject({ sequence: z.number().int().min(1), createdAt: storable, at: storable }).nullable(),
  blocks: z.array(block).max(bundleLimits.blocks),
});
export type Manifest = z.output<typeof manifestSchema>;
export type Block = z.output<typeof block>;

/** Reads a manifest whose signature has been checked. Throws `malformed-manifest`, `future-format`. */
export function parseManifest(bytes: Uint8Array): Manifest {
  const parsed = manifestSchema.safeParse(jsonOf(bytes));
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    const path = issue?.path.join('.') ?? '';
    throw new BundleRefusal(path === 'format' ? 'future-format' : 'malformed-manifest', path);
  }
  const { from, to, previous, sequence } = parsed.data;
  if (Date.parse(from) > Date.parse(to))
    throw new BundleRefusal('malformed-manifest', 'it ends before it begins');
  if ((previous === null) !== (sequence === 1)) throw new BundleRefusal('malformed-manifest', 'previous');
  return parsed.data;
}

/** What of a manifest says whose signature to check; nothing else of it is believed before that. */
export function claimOf(bytes: Uint8Array): Pick<Manifest, 'site' | 'direction' | 'key'> {
  const claim = z
    .object({ site: objectName, direction: z.enum(directions), key: manifestSchema.shape.key })
    .safeParse(jsonOf(bytes));
  if (!claim.success)
    throw new BundleRefusal('malformed-manifest', claim.error.issues[0]?.path.join('.') ?? '');
  return claim.data;
}

function jsonOf(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    throw new BundleRefusal('malformed-manifest', 'no JSON');
  }
}

/** Length of the whole file in bytes, as its manifest has it. */
export function bodyBytes({ blocks }: Pick<Manifest, 'blocks'>): number {
  return blocks.reduce((sum, { bytes }) => sum + bytes, 0);
}

/** File name for people and for folders: it sorts by site and number. */
export function fileNameOf({
  site,
  direction,
  sequence,
}: Pick<Manifest, 'site' | 'direction' | 'sequence'>): string {
  return `${site}-${direction}-${String(sequence).padStart(6, '0')}.fmb`;
}
