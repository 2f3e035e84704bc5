import { z } from 'zod';
import { incidentId } from '../incidents/schema.ts';
import { objectName, text } from '../name.ts';

/** What a time of failing was: a real issue, or nothing. */
export const episodeVerdict = z.enum(['real', 'false']);

export const episode = z.object({
  id: z.string(),
  environment: z.string(),
  startedAt: z.string(),
  endedAt: z.string().nullable(),
  run: z.string(),
  reason: z.string(),
  /** Whether it raised an alert. */
  raised: z.boolean(),
  incident: z.string().nullable(),
  /** `real` also where an incident confirms it; null: nobody has said. */
  verdict: episodeVerdict.nullable(),
  /** Who said so: a person, or the incident that confirms it. */
  by: z.string().nullable(),
});
export type Episode = z.infer<typeof episode>;

const ratio = z.object({ value: z.number().nullable(), of: z.number().int() });

/** What a check was worth over some days: every ratio with what it is counted of, null where that is nothing. */
export const checkCourt = z.object({
  days: z.number().int(),
  /** Times it was failing, and how many of them anybody judged. */
  episodes: z.number().int(),
  judged: z.number().int(),
  real: z.number().int(),
  /** Of the judged, those that were real. */
  precision: ratio,
  /** Of the incidents of its products and environments, those during which, or within an hour before, it failed. */
  recall: ratio,
  /** Of the same incidents, those that it saw before somebody declared them. */
  beforePeople: ratio,
  /** From its last pass to its failure, over real ones: it was there for no longer than this before it was seen. */
  detectSeconds: z.object({ p50: z.number().nullable(), of: z.number().int() }),
  /** Incidents that it did not see, newest first, at most 20. */
  missed: z.array(
    z.object({ incident: z.string(), title: z.string(), declaredAt: z.string(), byPerson: z.boolean() }),
  ),
  /** Newest first, at most 20. */
  last: z.array(episode),
  /** Present while it may not page. */
  demotion: z
    .object({ since: z.string(), until: z.string(), owner: z.string().nullable(), reason: z.string() })
    .nullable(),
});
export type CheckCourt = z.infer<typeof checkCourt>;

export const onCourt = z.object({
  name: objectName,
  days: z.coerce.number().int().min(1).max(90).default(30),
});
export const judgeInput = z.object({
  name: objectName,
  id: z.uuid(),
  /** Null takes it back. */
  verdict: episodeVerdict.nullable(),
});

/** After an incident: a check is to be written; one was there and did not see it; none could have. */
export const hindsightAnswer = z.enum(['wanted', 'missed', 'impossible']);
export type HindsightAnswer = z.infer<typeof hindsightAnswer>;

const givenAnswer = z.object({
  answer: hindsightAnswer,
  note: z.string(),
  by: z.string(),
  at: z.string(),
});

/** Whether a check saw an incident, and where none did, what people say of that. */
export const hindsight = z.object({
  incident: z.string(),
  /** Checks that failed by it, the first to see it first; at most 20. */
  seenBy: z.array(
    z.object({
      check: z.string(),
      displayName: z.string(),
      environment: z.string(),
      run: z.string(),
      startedAt: z.string(),
      /** Before anybody, person or alert, declared it. */
      isBefore: z.boolean(),
    }),
  ),
  /** Checks that look at its product where it happened; at most 20. */
  watching: z.array(z.object({ check: z.string(), displayName: z.string() })),
  /** A workflow that needs its product, from which a test can be drafted; the most critical without a check. */
  workflow: z.object({ name: z.string(), displayName: z.string() }).nullable(),
  answer: givenAnswer.nullable(),
});
export type Hindsight = z.infer<typeof hindsight>;

export const onHindsight = z.object({ id: incidentId });
export const answerHindsightInput = onHindsight.extend({
  /** Null takes it back. */
  answer: hindsightAnswer.nullable(),
  note: text.max(2_000).default(''),
});

const uncovered = z.object({
  workflow: z.string(),
  displayName: z.string(),
  application: z.string(),
  criticality: z.number().int(),
  products: z.array(z.string()),
  /** Checks that say they are of this workflow. */
  checks: z.number().int(),
  /** Environments that run its products and in which none of those checks runs; those that can be reached first. */
  missing: z.array(z.string()),
});

/** How many of the workflows that an environment can run are watched in it. */
const coveredEnvironment = z.object({
  environment: z.string(),
  displayName: z.string(),
  connection: z.enum(['connected', 'disconnected']),
  workflows: z.number().int(),
  covered: z.number().int(),
});

const unseen = z.object({
  incident: z.string(),
  title: z.string(),
  product: z.string().nullable(),
  environment: z.string().nullable(),
  declaredAt: z.string(),
  byPerson: z.boolean(),
  /** Of the workflows that need its product, the most critical without a check. */
  workflow: z.string().nullable(),
  answer: givenAnswer.nullable(),
});

export const coverage = z.object({
  /** The most critical first; those with a check everywhere are counted only. */
  workflows: z.array(uncovered),
  covered: z.number().int(),
  /** Those that can run at least one workflow, connected ones first. */
  environments: z.array(coveredEnvironment),
  /** Incidents of the last 30 days that no check saw: those without an answer first, then newest first, at most 50. */
  unseen: z.array(unseen),
  incidents: z.number().int(),
});
export type Coverage = z.infer<typeof coverage>;

export const draftInput = z.object({ workflow: objectName, incident: z.string().max(40).optional() });
/** A Playwright test to start from. */
export const draftTest = z.object({ file: z.string(), text: z.string() });
