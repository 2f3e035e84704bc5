import { z } from 'zod';
import { described } from '../described.ts';
import { instant, objectName } from '../name.ts';

/**
 * Unannounced test pages: whoever is on in these schedules and agreed to it is paged for practice at a moment that nobody knows, about
 * once in so many days. The time until they answer is measured.
 */
export const ambushSpec = z.strictObject({
  ...described,
  schedules: z.array(objectName).min(1).max(100),
  /** Of one person; the moment is drawn between half and one and a half times of it. */
  everyDays: z.number().int().min(1).max(90).default(14),
  /** Whoever has not answered by then has missed it. */
  answerMinutes: z.number().int().min(1).max(120).default(15),
  /** Nobody is tested until it is taken away. */
  paused: z.boolean().default(false),
});
export type AmbushSpec = z.output<typeof ambushSpec>;

/** What somebody agreed to. Without a word of theirs it is `no`. */
export const ambushConsent = z.enum(['no', 'outside-quiet-hours', 'any-time']);
export type AmbushConsent = z.output<typeof ambushConsent>;

export const ambushState = z.enum(['waiting', 'answered', 'missed', 'called-off']);

/** One unannounced test page. */
export const ambush = z.object({
  id: z.string(),
  plan: objectName,
  schedule: objectName,
  person: objectName,
  personName: z.string(),
  askedAt: instant,
  state: ambushState,
  /** From the first message on; null where nobody answered. */
  answerSeconds: z.number().min(0).nullable(),
  /** Why it does not count, or why no message arrived. */
  why: z.string().nullable(),
});
export type Ambush = z.output<typeof ambush>;

const count = z.number().int().min(0);

/** What test pages and looked-up links of 90 days say. */
export const ambushReport = z.object({
  plans: z.array(
    z.object({
      name: objectName,
      displayName: z.string(),
      schedules: z.array(objectName),
      everyDays: z.number(),
      answerMinutes: z.number(),
      paused: z.boolean(),
      /** Who is on in its schedules in the next 14 days, and how many of them agreed. */
      people: count,
      agreed: count,
      tested: count,
      answered: count,
      /** Nearest rank over all that count; one that was missed counts as the time it was waited for. Null below 3. */
      medianSeconds: z.number().nullable(),
      p90Seconds: z.number().nullable(),
    }),
  ),
  /** The newest first: of everybody for leads, else one's own. */
  tests: z.array(ambush),
  /** Why nobody is tested now, such as a SEV1 that is open. */
  heldBy: z.string().nullable(),
  runbooks: z.array(
    z.object({
      url: z.string(),
      products: z.array(objectName),
      /** When it was tried; null: not yet. */
      at: instant.nullable(),
      alive: z.boolean().nullable(),
      trouble: z.string().nullable(),
    }),
  ),
});
export type AmbushReport = z.output<typeof ambushReport>;

/** What I agreed to, and how I answered. */
export const ownAmbushes = z.object({
  consent: ambushConsent,
  decidedAt: instant.nullable(),
  /** Whether I am on in a schedule of such a plan within 14 days. */
  concerned: z.boolean(),
  tests: z.array(ambush),
});
export type OwnAmbushes = z.output<typeof ownAmbushes>;
