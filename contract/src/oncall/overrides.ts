import { oc } from '@orpc/contract';
import { z } from 'zod';
import { instant, line, objectName } from '../name.ts';

export const overrideKind = z.enum(['take', 'replace', 'add', 'remove']);
const personName = z.object({ person: z.string(), displayName: z.string() });

/** A change to who is on for a time, made beside the schedule's rules: who, when, why. It counts from when it was made, never before. */
export const overrideView = z.object({
  /** Null where it stands in the schedule's own rules, e.g. its file. */
  id: z.string().nullable(),
  schedule: z.string(),
  kind: overrideKind,
  user: z.string(),
  userName: z.string(),
  replaces: z.string().nullable(),
  replacesName: z.string().nullable(),
  start: instant,
  end: instant,
  why: z.string(),
  madeBy: z.string(),
  madeAt: instant.nullable(),
  source: z.enum(['rules', 'hand', 'cover', 'swap', 'calendar']),
  withdrawnBy: z.string().nullable(),
  /** Why it does not count though it stands here, e.g. because the person is gone; null where it does. */
  void: z.string().nullable(),
  /** Whether whoever asks may withdraw it. */
  mayWithdraw: z.boolean(),
});
export type OverrideView = z.infer<typeof overrideView>;

const spanMaxDays = 400;
export const overrideSpan = z
  .object({ start: instant, end: instant })
  .refine(({ start, end }) => Date.parse(start) < Date.parse(end), {
    path: ['end'],
    message: 'must be after the start',
  })
  .refine(({ start, end }) => Date.parse(end) - Date.parse(start) <= spanMaxDays * 86_400_000, {
    path: ['end'],
    message: `must be at most ${spanMaxDays} days after the start`,
  });

export const newOverride = overrideSpan
  .and(
    z.object({
      name: objectName,
      kind: overrideKind,
      user: objectName,
      replaces: objectName.optional(),
      why: line,
    }),
  )
  .refine(({ kind, replaces }) => kind !== 'replace' || replaces !== undefined, {
    path: ['replaces'],
    message: 'must say whom to replace',
  })
  .refine(({ user, replaces }) => user !== replaces, {
    path: ['replaces'],
    message: 'is the same person',
  });

/** `notice`: what whoever asked should know, e.g. that the past stays as it was. */
export const overrideMade = z.object({ override: overrideView, notice: z.string().nullable() });

/** A wish to be relieved for a time, offered to a pool; with `swap` or `swapWithin`, for a time of the other person in return. */
export const coverView = z.object({
  id: z.string(),
  schedule: z.string(),
  scheduleName: z.string(),
  person: z.string(),
  displayName: z.string(),
  start: instant,
  end: instant,
  reason: z.string(),
  /** Whom it is offered to. */
  pool: z.array(personName),
  /** What is given in return: named from the beginning, or chosen by whoever accepted. */
  swap: z.object({ person: z.string(), displayName: z.string(), start: instant, end: instant }).nullable(),
  /** A swap with whoever of the pool accepts first: they choose a time of theirs, as long as this one, that lies in here. */
  swapWithin: z.object({ start: instant, end: instant }).nullable(),
  /** `expired`: it was over, or a swap with the pool began, before anybody accepted; the shift stayed with its person. */
  state: z.enum(['open', 'accepted', 'withdrawn', 'expired']),
  madeBy: z.string(),
  madeAt: instant,
  answeredBy: z.string().nullable(),
  answeredAt: instant.nullable(),
  mayAccept: z.boolean(),
  mayWithdraw: z.boolean(),
});
export type CoverView = z.infer<typeof coverView>;

export const newCover = overrideSpan
  .and(
    z.object({
      name: objectName,
      /** Whose shift; left out: your own. */
      person: objectName.optional(),
      reason: line,
      /** Offered to this team; left out: to everybody who takes turns in the schedule, of a swap to everybody who is on in `swapWithin`. */
      team: objectName.optional(),
      /** A swap: offered to this person, who gives this time of theirs in return. */
      swap: overrideSpan.and(z.object({ person: objectName })).optional(),
      /** A swap with the first of several who accepts, who chooses a time of theirs in here, as long as what is offered. */
      swapWithin: overrideSpan.optional(),
    }),
  )
  .refine(({ swap, swapWithin }) => swap === undefined || swapWithin === undefined, {
    path: ['swapWithin'],
    message: 'is for a swap with several; with one person, name the time in swap',
  });

/** A time that somebody could give in return: all of it where `whole`, else any part of it that is as long as what is offered. */
export const coverReturn = z.object({
  start: instant,
  end: instant,
  whole: z.boolean(),
  /** What to think of first, e.g. too short a rest; of the earliest part where it is not given whole. */
  notice: z.string().nullable(),
});
export type CoverReturn = z.infer<typeof coverReturn>;

const route = (method: 'GET' | 'POST', path: `/${string}`, summary: string) =>
  oc.route({ method, path, summary, tags: ['schedules'] });
const byId = z.object({ id: z.string().min(1).max(40) });

export const overridesContract = {
  listOverrides: route(
    'GET',
    '/schedules/{name}/overrides',
    'Overrides of a schedule, its own and those made beside it',
  )
    .input(z.object({ name: objectName, from: instant.optional(), to: instant.optional() }))
    .output(z.object({ items: z.array(overrideView) })),
  makeOverride: route('POST', '/schedules/{name}/overrides', 'Change who is on for a time')
    .input(newOverride)
    .output(overrideMade),
  withdrawOverride: route('POST', '/overrides/{id}/withdraw', 'End an override; what has been stays')
    .input(byId)
    .output(overrideMade),
  listCovers: route('GET', '/covers', 'Requests for cover and swaps, newest first')
    .input(
      z.object({
        state: z.enum(['open', 'all']).default('open'),
        schedule: objectName.optional(),
        limit: z.coerce.number().int().min(1).max(200).default(50),
      }),
    )
    .output(z.object({ items: z.array(coverView) })),
  askForCover: route(
    'POST',
    '/schedules/{name}/covers',
    'Ask a pool to cover part of a shift, or to swap; or one person to swap',
  )
    .input(newCover)
    .output(z.object({ cover: coverView, notice: z.string().nullable() })),
  acceptCover: route('POST', '/covers/{id}/accept', 'Take over what is offered; of two, the first gets it')
    .input(
      byId.extend({
        /** Of a swap with the pool: which time of yours you give. */
        give: overrideSpan.optional(),
      }),
    )
    .output(z.object({ cover: coverView, notice: z.string().nullable() })),
  coverReturns: route('GET', '/covers/{id}/returns', 'What you could give in return for a swap with the pool')
    .input(byId)
    .output(z.object({ items: z.array(coverReturn) })),
  withdrawCover: route('POST', '/covers/{id}/withdraw', 'Take a request back')
    .input(byId)
    .output(z.object({ cover: coverView })),
};
