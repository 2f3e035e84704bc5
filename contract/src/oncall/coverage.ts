import { oc } from '@orpc/contract';
import { z } from 'zod';
import { instant, objectName } from '../name.ts';

const span = z.object({ from: instant, to: instant });

/** What will go wrong with a rota over a stretch of time, and how fairly it spreads the work. */
export const outlook = z.object({
  /** Nobody of the rota is on; `fallback`: somebody stands in. */
  holes: z.array(span.extend({ fallback: z.boolean() })),
  /** More people than at any hand-over are on at once, though the schedule names one at a time. */
  overlaps: z.array(span.extend({ people: z.array(z.string()) })),
  /** Fewer people than `staff` asks for. */
  understaffed: z.array(span.extend({ people: z.array(z.string()), wanted: z.number().int() })),
  /** 0 to 100 with the parts it is made of; null where nobody is ever on. */
  score: z.number().int().min(0).max(100).nullable(),
  parts: z.array(
    z.object({
      name: z.enum(['holes', 'hours', 'nights and weekends', 'rest']),
      score: z.number().int().min(0).max(100),
      sentence: z.string(),
    }),
  ),
  people: z.array(
    z.object({
      person: z.string(),
      displayName: z.string(),
      timeZone: z.string(),
      hours: z.number(),
      /** Between 22:00 and 07:00 in the person's own zone. */
      nightHours: z.number(),
      weekendHours: z.number(),
      shifts: z.number().int(),
      /** The shortest rest between two shifts; null with fewer than two. */
      shortestRestHours: z.number().nullable(),
    }),
  ),
  /** True where a list was cut at 500 entries. */
  cut: z.boolean(),
});
export type Outlook = z.infer<typeof outlook>;

/** The next 52 weeks of a schedule: what will go wrong, before it does. */
export const coverage = span.extend({
  ...outlook.shape,
  schedule: z.string(),
  displayName: z.string(),
  /** Whom a coming hole is told. */
  owners: z.array(z.string()),
  warnings: z.array(z.string()),
});
export type Coverage = z.infer<typeof coverage>;

export const coverageContract = {
  coverage: oc
    .route({
      method: 'GET',
      path: '/schedules/{name}/coverage',
      summary: 'Holes, overlaps, balance and rest over the next 52 weeks',
      tags: ['schedules'],
    })
    .input(z.object({ name: objectName }))
    .output(coverage),
};
