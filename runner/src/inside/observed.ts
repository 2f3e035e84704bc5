import { z } from 'zod';

const when = { at: z.number(), test: z.string().nullable(), retry: z.number().int() };

/** One line of a worker's observations. Written by a process that is not trusted; read line by line, a broken line is left out. */
export const observed = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('request'),
    ...when,
    durationMs: z.number(),
    method: z.string(),
    url: z.string(),
    status: z.number().int().nullable(),
    traceparent: z.string().nullable(),
    failure: z.string().nullable(),
  }),
  z.object({
    kind: z.literal('console'),
    ...when,
    level: z.enum(['error', 'warning', 'uncaught']),
    text: z.string(),
    location: z.string().nullable(),
  }),
  z.object({ kind: z.literal('page-crashed'), ...when, url: z.string() }),
  z.object({ kind: z.literal('browser-gone'), ...when }),
]);
export type Observed = z.infer<typeof observed>;
export type ObservedRequest = Extract<Observed, { kind: 'request' }>;

/** Beside the results of a batch: the pictures of each try. */
export const picturesFolder = 'pictures';

/** Of one try. */
export const picturesMax = 400;

export function picturesFile(test: string, retry: number): string {
  return `${test}-${retry}.ndjson`;
}

/** One line of the pictures of a try: when it was taken, in milliseconds since 1970, and the picture itself, base 64. */
export const picture = z.object({ at: z.number(), image: z.string() });
export type Picture = z.infer<typeof picture>;
