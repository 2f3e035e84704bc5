import { z } from 'zod';

/**
 * A backup is gzip'd text, one JSON value a line: the manifest; for each table a {@link tableLine}, its rows as lists of texts in the
 * manifest's order of columns (null where there is no value), and a {@link rowsLine}; at last an {@link endLine}. Values are written
 * as PostgreSQL prints them, so that every type survives. Reading needs no more memory than the longest row.
 */
export const formatName = 'fieldmarshal-backup';
export const formatVersion = 1;

const name = z.string().min(1).max(63);

export const manifestLine = z.strictObject({
  format: z.literal(formatName),
  version: z.literal(formatVersion),
  /** Database time of the snapshot. */
  takenAt: z.string(),
  postgres: z.string(),
  /** The migrations that made these tables, in order. */
  migrations: z.array(z.strictObject({ name: z.string(), sha256: z.string(), appliedAt: z.string() })),
  tables: z.array(
    z.strictObject({ name, columns: z.array(z.strictObject({ name, type: z.string().max(200) })) }),
  ),
  /** Read after the snapshot began, so never behind a row of it. */
  sequences: z.array(z.strictObject({ name, value: z.string().regex(/^-?\d+$/), called: z.boolean() })),
});
export type Manifest = z.infer<typeof manifestLine>;

export const tableLine = z.strictObject({ table: name });
export const rowsLine = z.strictObject({ rows: z.number().int().min(0) });
/** `sha256` is over all bytes before this line. A file without it was cut off. */
export const endLine = z.strictObject({ end: z.literal(true), sha256: z.string() });

/** Longer lines are refused while reading: no row of ours comes near. */
export const lineBytesMax = 256 * 1024 * 1024;
