import { z } from 'zod';
import { described } from '../described.ts';
import { labels, line, objectName, text } from '../name.ts';

export const standardLevels = ['must', 'should'] as const;
export type StandardLevel = (typeof standardLevels)[number];

/** The ladder, lowest first: who stands on a rung meets every must of it and of those below. */
export const rungs = ['bronze', 'silver', 'gold'] as const;
export type Rung = (typeof rungs)[number];

/** A day such as `2027-01-31`. */
const day = z.iso.date();

/** Which products: those for which everything that is given holds; every product where nothing is. */
export const appliesTo = z.strictObject({
  products: z.array(objectName).min(1).max(500).optional(),
  teams: z.array(objectName).min(1).max(100).optional(),
  applications: z.array(objectName).min(1).max(100).optional(),
  /** All of them, with these values. */
  labels: labels.optional(),
  /** A workflow of this criticality or a more critical one needs the product; 1 is the most critical. */
  criticality: z.number().int().min(1).max(4).optional(),
});
export type AppliesTo = z.output<typeof appliesTo>;

/** The text of a rule: CEL over measures, such as `oncall_gap_hours == 0`. */
export const ruleText = z.string().trim().min(1).max(2_000);

export const standardSpec = z.strictObject({
  ...described,
  /** Why it matters: what goes wrong in a critical issue without it. */
  why: text.min(1).max(2_000),
  /** Standards of an area share a column of the matrix, such as `On call`. */
  area: line,
  level: z.enum(standardLevels).default('must'),
  rung: z.enum(rungs).default('bronze'),
  appliesTo: appliesTo.default({}),
  rule: ruleText,
  /** Percent of the products it applies to that should meet it … */
  target: z.number().int().min(1).max(100).default(100),
  /** … by this day. */
  due: day.optional(),
  /** The team that keeps the standard. */
  owner: objectName.optional(),
  /** What to do to meet it. */
  fix: text.min(1).max(5_000),
});
export type StandardSpec = z.output<typeof standardSpec>;

/** A named push: these standards, for these products, by this day. */
export const initiativeSpec = z.strictObject({
  ...described,
  why: text.min(1).max(2_000),
  standards: z.array(objectName).min(1).max(100),
  appliesTo: appliesTo.default({}),
  start: day,
  due: day,
  owner: objectName.optional(),
});
export type InitiativeSpec = z.output<typeof initiativeSpec>;
