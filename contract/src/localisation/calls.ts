import { z } from 'zod';

/** Calls as spans show them, beside the dependencies of the catalog. */
export const callMap = z.object({
  days: z.number().int(),
  /** What became of the spans that came in. */
  spans: z.object({
    received: z.number().int(),
    kept: z.number().int(),
    waiting: z.number().int(),
    claimed: z.number().int(),
    dropped: z.number().int(),
    refused: z.number().int(),
    lastAt: z.string().nullable(),
  }),
  /** What became of the log lines that came in: counted by pattern, or of no known product or environment, or refused. */
  lines: z.object({
    received: z.number().int(),
    counted: z.number().int(),
    unplaced: z.number().int(),
    refused: z.number().int(),
    lastAt: z.string().nullable(),
  }),
  /** Different calls seen. */
  seen: z.number().int(),
  /** Seen, and not in the catalog. */
  undeclared: z.array(
    z.object({
      caller: z.string(),
      callee: z.string(),
      calls: z.number(),
      failed: z.number(),
      firstAt: z.string(),
      lastAt: z.string(),
    }),
  ),
  /** In the catalog and never seen, of products that send spans. */
  unseen: z.array(z.object({ caller: z.string(), callee: z.string() })),
  /** Products of which no span came. */
  silent: z.array(z.string()),
});
export type CallMap = z.infer<typeof callMap>;
