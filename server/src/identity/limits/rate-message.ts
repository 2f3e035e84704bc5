import { z } from 'zod';

/** What processes that hold limits together tell each other; `from` and `to` are processes. */
export const rateMessage = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('here'), from: z.string() }),
  z.object({ kind: z.literal('gone'), from: z.string() }),
  z.object({
    kind: z.literal('asks'),
    from: z.string(),
    /** A key, how many of its requests wait, and how many would be welcome: of both this one peer's part. */
    keys: z.array(z.tuple([z.string(), z.number(), z.number()])),
  }),
  z.object({
    kind: z.literal('gives'),
    from: z.string(),
    to: z.string(),
    /** A key, and how many of its requests the other may grant from now on. */
    keys: z.array(z.tuple([z.string(), z.number().nonnegative()])),
  }),
]);
export type RateMessage = z.infer<typeof rateMessage>;

/** Of one message: NOTIFY refuses payloads of 8,000 bytes, and a key with its figures has at most 130. */
export const keysOfMessageMax = 50;
