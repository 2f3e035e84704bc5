import { z } from 'zod';

/** One span of a run where another product takes over, or where something failed. */
const runSpan = z.object({
  /** Of the request that began it: 32 hexadecimal digits. */
  traceId: z.string(),
  /** The catalog's name; null of a service that the catalog does not know. */
  product: z.string().nullable(),
  displayName: z.string(),
  operation: z.string(),
  /** How far below the first span of its trace. */
  depth: z.number().int(),
  /** Since the first span of its trace began, by the clocks of those who sent them. */
  startMs: z.number(),
  durationMs: z.number(),
  failed: z.boolean(),
});

/** What a run went through behind the pages, trace by trace, each in the order of its calls. */
export const runSpans = z.object({
  items: z.array(runSpan),
  /** Spans that are kept of the run, shown or not. */
  spans: z.number().int(),
});
export type RunSpans = z.infer<typeof runSpans>;
