import { oc } from '@orpc/contract';
import { z } from 'zod';
import { instant, objectName } from '../name.ts';

/** A calendar at a secret address; whoever knows the address reads it without signing in. */
export const feed = z.object({
  id: z.string(),
  kind: z.enum(['person', 'schedule']),
  name: z.string(),
  madeBy: z.string(),
  madeAt: instant,
  /** When somebody last fetched it; null = never. */
  readAt: instant.nullable(),
});
export type Feed = z.infer<typeof feed>;

/** One event of a calendar file and what becomes of it. */
const imported = z.object({
  uid: z.string(),
  summary: z.string(),
  start: instant,
  end: instant,
  person: z.string().nullable(),
  /** Empty where it becomes an override. */
  problem: z.string(),
});

/** What becomes of a calendar file. */
const importedCalendar = z.object({
  events: z.array(imported),
  /** New overrides. */
  made: z.number().int(),
  /** Events that became none: nothing to change, or a problem. */
  ignored: z.number().int(),
});
export type ImportedCalendar = z.infer<typeof importedCalendar>;

const route = (method: 'GET' | 'POST' | 'DELETE', path: `/${string}`, summary: string) =>
  oc.route({ method, path, summary, tags: ['schedules'] });

export const feedsContract = {
  listFeeds: route('GET', '/feeds', 'Calendar addresses that you may see; the secrets are not shown again')
    .input(z.object({}))
    .output(z.object({ items: z.array(feed) })),
  makeFeed: route(
    'POST',
    '/feeds',
    'Make a calendar address, replacing your earlier one of the same calendar',
  )
    .input(
      z
        .object({ person: objectName.optional(), schedule: objectName.optional() })
        .refine(({ person, schedule }) => (person === undefined) !== (schedule === undefined), {
          path: ['schedule'],
          message: 'name either a person or a schedule',
        }),
    )
    .output(z.object({ feed, url: z.string() })),
  revokeFeed: route('DELETE', '/feeds/{id}', 'The address stops working at once')
    .input(z.object({ id: z.string().min(1).max(40) }))
    .output(z.object({ revoked: z.literal(true) })),
  importCalendar: route(
    'POST',
    '/schedules/{name}/import-calendar',
    'Events of an iCalendar file become overrides',
  )
    .input(
      z.object({
        name: objectName,
        ics: z.string().min(1).max(1_000_000),
        /** `take`: the person of the event is the only one on. `add`: beside the others. */
        kind: z.enum(['take', 'add']).default('take'),
        dryRun: z.boolean().default(true),
      }),
    )
    .output(importedCalendar),
};
