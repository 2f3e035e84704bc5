import { z } from 'zod';
import { instant } from '../name.ts';
import { pageQuery } from '../page.ts';

/** Who changed what; `before` and `after` are null where there was or is nothing. */
export const auditRow = z.object({
  seq: z.number().int(),
  at: instant,
  /** `person:mira`, `token:…`, `integration:…`, `system:…`. */
  actor: z.string(),
  actorName: z.string(),
  action: z.string(),
  subject: z.string(),
  before: z.unknown(),
  after: z.unknown(),
  requestId: z.string(),
  /** SHA-256 over the row before and this one, in hex. */
  hash: z.string(),
});
export type AuditRow = z.infer<typeof auditRow>;

const sha256 = z.string().regex(/^[0-9a-f]{64}$/);

/** What an export of the whole log says of a row that whoever took it may not see: enough to follow the chain past it. */
export const hiddenAuditRow = z.object({
  seq: z.number().int().min(1),
  hidden: z.literal(true),
  /** SHA-256 of its content, over which `hash` goes. */
  contentHash: sha256,
  hash: sha256,
});
export type HiddenAuditRow = z.infer<typeof hiddenAuditRow>;

/** The last line of an export; without it the export was cut off. */
export const auditExportEnd = z.object({
  end: z.literal(true),
  /** Every row from the first that is kept is there; false: only those that fit a filter. */
  complete: z.boolean(),
  rows: z.number().int(),
});
export type AuditExportEnd = z.infer<typeof auditExportEnd>;

const exact = z
  .string()
  .min(1)
  .max(300)
  .regex(/^[^\0]*$/, 'must not contain NUL')
  .optional();

const wordsMax = 8;

/** Words that are looked for in all that a row says, in any case and also within others. */
const words = z
  .string()
  .trim()
  .min(1)
  .max(100)
  .regex(/^[^\0]*$/, 'must not contain NUL')
  .refine((text) => text.split(/\s+/).length <= wordsMax, `must be at most ${wordsMax} words`)
  .optional();

/**
 * All given conditions must hold; texts match exactly, and `action` also as `incident.*`. With `q` a page is of the newest 50,000 rows
 * before its cursor: it may be short or empty, and older rows are found by its `nextCursor`.
 */
export const auditFilter = z.strictObject({
  q: words,
  subject: exact,
  actor: exact,
  action: exact,
  from: instant.optional(),
  /** Not included. */
  to: instant.optional(),
});
export type AuditFilter = z.infer<typeof auditFilter>;

export const auditQuery = z.strictObject({ ...auditFilter.shape, ...pageQuery.shape });

/** A row as it was noted elsewhere, such as `812:9f86d0…`: its number and its hash. */
export const notedHead = z
  .string()
  .regex(/^[1-9]\d{0,14}:[0-9a-f]{64}$/, 'must be a number, a colon and a hash');
export const verifyQuery = z.strictObject({ head: notedHead.optional() });

/** The state of the chain. Keep `headHash` elsewhere: a later chain that does not contain it was cut or rewritten. */
export const auditVerdict = z.object({
  entries: z.number().int(),
  headSeq: z.number().int(),
  headHash: z.string(),
  /** The last row that was deleted after its time, with whose hash the chain begins; null: no row was deleted. */
  anchor: z.object({ seq: z.number().int(), at: instant }).nullable(),
  /** Rows in which an erased person was replaced by a pseudonym; each is covered by the row that records the erasure. */
  erased: z.number().int(),
  /** The first row that does not fit; null: all rows fit. */
  broken: z.object({ seq: z.number().int(), why: z.string() }).nullable(),
});
export type AuditVerdict = z.infer<typeof auditVerdict>;

/** A receiver of the audit log, and how far it is. */
export const auditStream = z.object({
  /** Its address, without what may be secret in it. */
  name: z.string(),
  /** All rows up to this one were taken. */
  sentSeq: z.number().int(),
  newestSeq: z.number().int(),
  sentAt: instant.nullable(),
  /** Since when it takes nothing; null: it takes what it gets. */
  failingSince: instant.nullable(),
  failure: z.string(),
});
export type AuditStream = z.infer<typeof auditStream>;
export const auditStreamList = z.object({ items: z.array(auditStream) });
