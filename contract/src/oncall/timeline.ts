import { oc } from '@orpc/contract';
import { z } from 'zod';
import { scheduleSpec } from '../catalog/schedule-spec.ts';
import { instant, line, objectName, plainLine, timeZone } from '../name.ts';
import { outlook } from './coverage.ts';

const span = z.object({ from: instant, to: instant });
const shift = span.extend({ people: z.array(z.string()) });
const dayMs = 86_400_000;

function within(days: number) {
  return (value: { from?: string | undefined; to?: string | undefined }) =>
    value.from === undefined ||
    value.to === undefined ||
    (Date.parse(value.from) < Date.parse(value.to) &&
      Date.parse(value.to) - Date.parse(value.from) <= days * dayMs);
}

export const timelineInput = z
  .object({ from: instant.optional(), to: instant.optional() })
  .refine(within(62), { path: ['to'], message: 'must be after from, by at most 62 days' });

/** All schedules over the same stretch of time, in alphabetical order. */
export const timeline = span.extend({
  schedules: z.array(
    z.object({
      schedule: z.string(),
      displayName: z.string(),
      timeZone: z.string(),
      shifts: z.array(shift),
      /** Where the rota itself has nobody: the fallback, if there is one, stands in. */
      holes: z.array(span),
      hasFallback: z.boolean(),
    }),
  ),
  /** Names as people read them, by catalog name. */
  people: z.record(z.string(), z.object({ displayName: z.string(), hub: z.string().nullable() })),
  hubs: z.array(z.object({ name: z.string(), displayName: z.string(), timeZone: z.string() })),
});
export type Timeline = z.infer<typeof timeline>;

/** One schedule in its lanes. */
export const lanes = span.extend({
  schedule: z.string(),
  displayName: z.string(),
  timeZone: z.string(),
  /** False where the object comes from a file, which is then the place to change it. */
  editable: z.boolean(),
  /** Whether whoever asks may change its rules: leads, and the people of the team that owns it. */
  maySave: z.boolean(),
  layers: z.array(z.object({ name: z.string(), timeZone: z.string(), shifts: z.array(shift) })),
  overrides: z.array(span.extend({ text: z.string(), id: z.string().nullable() })),
  /** As `layers`, at most 1,000 shifts: where there are more, the last one ends before `to`. */
  final: z.array(shift),
  holes: z.array(span),
  people: z.record(z.string(), z.string()),
  /** What lies before this is a record of what was, not a reckoning; null where nothing is recorded yet. */
  recordedUntil: instant.nullable(),
});
export type Lanes = z.infer<typeof lanes>;

/** New participants of a layer from a stated instant on: the layer ends there and its successor begins. */
export const participantsChange = z.object({
  layer: line,
  at: instant,
  participants: z
    .array(z.union([objectName, z.array(objectName).min(1).max(50)]))
    .min(1)
    .max(200),
});

export const previewInput = z
  .object({
    /** The schedule to compare with; a name that does not exist yet compares with nobody. */
    name: objectName.optional(),
    spec: scheduleSpec.optional(),
    /** Instead of a whole new spec. */
    change: participantsChange.optional(),
    from: instant.optional(),
    to: instant.optional(),
  })
  .refine(within(400), { path: ['to'], message: 'must be after from, by at most 400 days' })
  .refine(({ spec, change }) => (spec === undefined) !== (change === undefined), {
    path: ['spec'],
    message: 'give either a whole spec or a change of participants',
  })
  .refine(({ name, change }) => change === undefined || name !== undefined, {
    path: ['name'],
    message: 'is needed for a change of participants',
  });

/** A draft evaluated by the one function that also pages: what it would mean, before it is saved. */
export const preview = span.extend({
  spec: scheduleSpec,
  layers: z.array(z.object({ name: z.string(), timeZone: z.string(), shifts: z.array(shift) })),
  final: z.array(shift),
  holes: z.array(span),
  /** Where draft and present schedule name different people. */
  differences: z.array(span.extend({ before: z.array(z.string()), after: z.array(z.string()) })),
  /** True where there are more differences or holes than are listed. */
  cut: z.boolean(),
  /** How good the draft is over this stretch. */
  outlook,
  /** The score of the schedule as it is saved, over the same stretch; null where there is none. */
  scoreNow: z.number().int().min(0).max(100).nullable(),
  /** Sentences for whoever saves it. */
  warnings: z.array(z.string()),
  people: z.record(z.string(), z.string()),
});
export type Preview = z.infer<typeof preview>;

export const followTheSunInput = z.object({
  displayName: plainLine.optional(),
  start: instant,
  hubs: z
    .array(
      z.object({
        name: line,
        timezone: timeZone,
        /** Local hours, e.g. 08:00 to 16:00; the same every day. */
        from: z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'must be HH:MM'),
        to: z.string().regex(/^(([01]\d|2[0-3]):[0-5]\d|24:00)$/, 'must be HH:MM'),
        participants: z.array(objectName).min(1).max(50),
      }),
    )
    .min(2)
    .max(12),
  /** How long each person of a hub is on before the next. */
  handoff: z.enum(['daily', 'weekly']).default('weekly'),
  fallback: z.array(objectName).max(50).default([]),
});

export const myShifts = z.object({
  person: z.string(),
  displayName: z.string(),
  now: z.array(span.extend({ schedule: z.string(), displayName: z.string() })),
  /** In order, of the next 92 days. */
  next: z.array(span.extend({ schedule: z.string(), displayName: z.string() })),
});
export type MyShifts = z.infer<typeof myShifts>;

const route = (method: 'GET' | 'POST', path: `/${string}`, summary: string) =>
  oc.route({ method, path, summary, tags: ['schedules'] });

export const timelineContract = {
  timeline: route('GET', '/oncall/timeline', 'All schedules over a stretch of time, with their holes')
    .input(timelineInput)
    .output(timeline),
  lanes: route('GET', '/schedules/{name}/lanes', 'A schedule as layers, overrides and result')
    .input(timelineInput.and(z.object({ name: objectName })))
    .output(lanes),
  previewSchedule: route('POST', '/schedules/preview', 'What a draft would mean, compared with what is')
    .input(previewInput)
    .output(preview),
  followTheSun: route(
    'POST',
    '/schedules/follow-the-sun',
    'A draft over hubs round the world, with its holes',
  )
    .input(followTheSunInput)
    .output(preview),
  myShifts: route('GET', '/me/shifts', 'Your own shifts')
    .input(z.object({ person: objectName.optional() }))
    .output(myShifts),
};
