import { z } from 'zod';

/** A number, or null for what is none: unseen data has holes, and one hole must not cost the case. */
function numberOrNull(value: unknown): number | null {
  return typeof value === 'number' && Number.isFinite(value) ? value : null;
}

/** A column of numbers with holes; empty of what is no list. */
export const column = z
  .array(z.unknown())
  .catch([])
  .transform((list) => list.map(numberOrNull));

/** Texts; what is none is empty, so that numbers which point into the list still do. */
export const texts = z
  .array(z.unknown())
  .catch([])
  .transform((list) => list.map((value) => (typeof value === 'string' ? value : '')));

/** A record of columns; what is none is left out. */
export const columns = z
  .record(z.string(), z.unknown())
  .catch({})
  .transform((record) => mapped(record, column));

/** Each value as the schema reads it; what it refuses is left out. */
export function mapped<T>(
  record: Readonly<Record<string, unknown>>,
  schema: z.ZodType<T>,
): Record<string, T> {
  return Object.fromEntries(
    Object.entries(record).flatMap(([key, value]) => {
      const parsed = schema.safeParse(value);
      return parsed.success ? [[key, parsed.data]] : [];
    }),
  );
}

/** The rows of a list that the schema reads; one that it refuses is left out alone. */
export function listOf<T>(schema: z.ZodType<T>) {
  return z
    .array(z.unknown())
    .catch([])
    .transform((list) =>
      list.flatMap((row) => {
        const parsed = schema.safeParse(row);
        return parsed.success ? [parsed.data] : [];
      }),
    );
}
