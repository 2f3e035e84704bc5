import { z } from 'zod';
import { instant, objectName } from '../name.ts';
import { outcome, readinessChange, readinessDay, score, shownInitiative } from './schema.ts';

const count = z.number().int().min(0);
const day = z.iso.date();

/** Something that has a day by which it should be done, with what is left of it day by day. */
export const burnDown = z.object({
  name: objectName,
  displayName: z.string(),
  ownerName: z.string().nullable(),
  due: day,
  /** Percent that should be met by then. */
  target: z.number(),
  applies: count,
  met: count,
  unknown: count,
  days: z.array(readinessDay),
});
export type BurnDown = z.output<typeof burnDown>;

export const teamCourse = z.object({
  team: objectName,
  teamName: z.string(),
  products: count,
  /** The median of its products. */
  score,
  /** Against 30 days ago; null where nothing is known of then. */
  change: z.number().nullable(),
  /** Products with a must that is missed or unknown. */
  failingMust: count,
  /** Scores of the last 30 days on record, the oldest first. */
  scores: z.array(score),
});
export type TeamCourse = z.output<typeof teamCourse>;

/** How readiness goes: of the organisation, of teams, what turned and why, and what is left before days that were set. */
export const readinessCourse = z.object({
  at: instant,
  days: z.array(readinessDay),
  /** The lowest score first. */
  teams: z.array(teamCourse),
  /** Over the days that were asked for: how often a product came to meet a standard, and how often it ceased to. */
  turned: z.object({ days: count, better: count, worse: count }),
  changes: z.array(readinessChange.extend({ productName: z.string(), standardName: z.string() })),
  /** The earliest day first. */
  standards: z.array(burnDown),
  initiatives: z.array(shownInitiative),
});
export type ReadinessCourse = z.output<typeof readinessCourse>;

/** A named push with everything that is left of it. */
export const initiativePage = shownInitiative.extend({
  at: instant,
  owner: objectName.nullable(),
  /** The file it comes from; null where it can be changed here. */
  file: z.string().nullable(),
  /** Pairs that are not met and not exempt: missed before unknown, then by team. */
  left: z.array(
    z.object({
      product: objectName,
      displayName: z.string(),
      teamName: z.string(),
      standard: objectName,
      standardName: z.string(),
      outcome,
      stale: z.boolean(),
      fix: z.string(),
    }),
  ),
});
export type InitiativePage = z.output<typeof initiativePage>;
