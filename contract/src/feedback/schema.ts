import { z } from 'zod';
import { instant, objectName, text } from '../name.ts';
import { pageQuery } from '../page.ts';
import { heldSecondsMax } from './bounds.ts';

export const foundWords = ['yes', 'partly', 'no'] as const;
export const found = z.enum(foundWords);
export type Found = z.output<typeof found>;

/** Ends of the bands that times are counted in, in seconds; the last band is open. */
export const bandEndsSeconds = [10, 30, 60, 180, 600] as const;

const short = z.string().trim().max(200);

/** What somebody says. A time is only counted, by day, and kept with no answer. */
export const given = z.object({
  /** Which screen, without what stands after `?`; numbers and names in it are its own. */
  screen: short.min(1),
  /** Which version of the dashboard. */
  release: short.default(''),
  /** What they came for: one of the dashboard's, else nothing. */
  task: short.default(''),
  found,
  /** From when they said that they look for something until they said that they found it or gave up. */
  seconds: z.number().min(0).max(86_400).nullable().default(null),
  words: text.max(2_000).default(''),
  /** Made once for an answer: sent again under it, it is counted once. */
  key: z
    .string()
    .regex(/^[0-9a-f]{32}$/, 'must be 32 digits of 0 to 9 and a to f')
    .optional(),
  /** How long it waited on the device because nobody could be reached; it is counted on the day it was given. */
  heldSeconds: z.number().int().min(0).max(heldSecondsMax).default(0),
});
export type Given = z.input<typeof given>;

export const giveInput = given.extend({
  /** Whether the answer carries the name of who gives it, so that somebody can reply. */
  named: z.boolean().default(false),
  /** How old what the screen showed was, where the connection was lost; 0: it was current. Null: not told. */
  dataAgeSeconds: z.number().int().min(0).max(heldSecondsMax).nullable().default(null),
});

export const answerStates = ['open', 'done'] as const;

/** An answer with words in it; those without are only counted. */
export const feedbackAnswer = z.object({
  id: z.string(),
  dashboard: objectName,
  screen: z.string(),
  release: z.string(),
  task: z.string(),
  found,
  words: z.string(),
  /** How old what the screen showed was; null: not told. */
  dataAgeSeconds: z.number().nullable(),
  /** When it was given, which may be long before it could be sent. */
  at: instant,
  /** Null: without a name, so nobody can reply. */
  by: z.object({ person: z.string(), name: z.string() }).nullable(),
  state: z.enum(answerStates),
  reply: z.object({ text: z.string(), by: z.string(), at: instant }).nullable(),
});
export type FeedbackAnswer = z.output<typeof feedbackAnswer>;

export const answersInput = z.object({
  ...pageQuery.shape,
  dashboard: objectName.optional(),
  screen: short.optional(),
  release: short.optional(),
  state: z.enum(answerStates).optional(),
});

const count = z.number().int().min(0);
/** How often it was found, and how long it took. Fewer than five times are not told: they would be somebody's. */
const tally = z.object({
  yes: count,
  partly: count,
  no: count,
  timed: count,
  /** The end of the band that the middle of all times lies in, in seconds; null: fewer than five, or beyond the last. */
  medianWithinSeconds: z.number().nullable(),
});
export type Tally = z.output<typeof tally>;

export const feedbackSummary = z.object({
  dashboards: z.array(z.object({ name: objectName, displayName: z.string(), collect: z.boolean() })),
  days: z.number(),
  all: tally,
  /** Those where most did not find it first. */
  screens: z.array(tally.extend({ dashboard: objectName, screen: z.string() })),
  releases: z.array(tally.extend({ dashboard: objectName, release: z.string(), firstDay: z.iso.date() })),
  tasks: z.array(tally.extend({ dashboard: objectName, task: z.string() })),
  /** The oldest first; weeks begin on Monday (UTC). */
  weeks: z.array(tally.extend({ week: z.iso.date() })),
});
export type FeedbackSummary = z.output<typeof feedbackSummary>;

export const answerId = z.object({ id: z.string().regex(/^FB-[0-9a-f]{16}$/) });
export const replyInput = answerId.extend({ text: text.trim().min(1).max(2_000) });
export const stateInput = answerId.extend({ state: z.enum(answerStates) });
