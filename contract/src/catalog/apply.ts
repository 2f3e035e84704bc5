import { z } from 'zod';

/** What one request of `apply` may carry; over HTTP the body as a whole is held to the server's own limit. */
export const applyLimits = {
  files: 2_000,
  fileBytes: 1024 * 1024,
  totalBytes: 20 * 1024 * 1024,
  documents: 20_000,
} as const;

/** One thing wrong in a file; `line` and `column` count from 1. A fault without a file concerns what is stored already. */
export const catalogFault = z.object({
  file: z.string().optional(),
  line: z.number().int().optional(),
  column: z.number().int().optional(),
  /** Into the document, such as `spec.dependsOn[0].product`. */
  path: z.string(),
  message: z.string(),
});
export type CatalogFault = z.infer<typeof catalogFault>;

export const applyInput = z.strictObject({
  files: z
    .array(z.strictObject({ path: z.string().min(1).max(1000), text: z.string() }))
    .max(applyLimits.files),
  /** Says what would change and changes nothing. */
  dryRun: z.boolean().default(false),
  /** Also removes the objects from files that these files no longer hold. */
  prune: z.boolean().default(false),
});
export type ApplyInput = z.output<typeof applyInput>;

/** One field that differs; a side that is left out had no such field. */
export const fieldChange = z.object({
  path: z.string(),
  before: z.unknown().optional(),
  after: z.unknown().optional(),
});
export type FieldChange = z.infer<typeof fieldChange>;

export const objectChange = z.object({
  action: z.enum(['create', 'update', 'delete']),
  kind: z.string(),
  name: z.string(),
  /** The file it comes from, or came from. */
  file: z.string().optional(),
  /** For updates only. */
  fields: z.array(fieldChange),
});
export type ObjectChange = z.infer<typeof objectChange>;

export const applyResult = z.object({
  dryRun: z.boolean(),
  changes: z.array(objectChange),
  /** Objects in the files that are stored already just as they are. */
  unchanged: z.number().int(),
  warnings: z.array(catalogFault),
});
export type ApplyResult = z.infer<typeof applyResult>;
