import { z } from 'zod';
import { objectName } from '../name.ts';

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

const uncovered = z.object({
  workflow: z.string(),
  displayName: z.string(),
  application: z.string(),
  criticality: z.number().int(),
  products: z.array(z.string()),
  /** Checks that say they are of this workflow. */
  checks: z.number().int(),
  /** Environments that run its products and in which none of those checks runs. */
  missing: z.array(z.string()),
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
});

export const coverage = z.object({
  /** The most critical first; those with a check everywhere are counted only. */
  workflows: z.array(uncovered),
  covered: z.number().int(),
  /** Incidents of the last 30 days that no check saw, newest first, at most 50. */
  unseen: z.array(unseen),
  incidents: z.number().int(),
});
export type Coverage = z.infer<typeof coverage>;

export const draftInput = z.object({ workflow: objectName, incident: z.string().max(40).optional() });
/** A Playwright test to start from. */
export const draftTest = z.object({ file: z.string(), text: z.string() });
