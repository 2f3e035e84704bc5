import { z } from 'zod';

/** Query of a cursor-paged list: `limit` 1–200 (default 50), `cursor` as given by the page before. */
export const pageQuery = z.object({
  limit: z.coerce.number().int().min(1).max(200).default(50),
  cursor: z
    .string()
    .max(500)
    .regex(/^[^\0]*$/, 'must not contain NUL')
    .optional(),
});

/** One page; `nextCursor` is null on the last. */
export function page<T extends z.ZodType>(item: T) {
  return z.object({ items: z.array(item), nextCursor: z.string().nullable() });
}
