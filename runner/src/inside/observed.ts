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
