import { z } from 'zod';
import { objectName } from '../name.ts';
import { severity } from '../severity.ts';
import { finders, timeMeasures } from './words.ts';

const day = z.iso.date();

/** What a page looks at: incidents declared in these days (UTC, both included) that fit all that is given. Left out: the last 90 days. */
export const insightsFilter = z.object({
  from: day.optional(),
  to: day.optional(),
  product: objectName.optional(),
  team: objectName.optional(),
  environment: objectName.optional(),
  /** `none`: not assessed. */
  severity: z.enum([...severity.options, 'none']).optional(),
  /** Of whoever answered first. */
  hub: objectName.optional(),
});
export type InsightsFilter = z.infer<typeof insightsFilter>;

const period = { from: day, to: day };

/** So many of so many; `before`: in as many days right before. */
const share = z.object({
  part: z.number(),
  of: z.number(),
  before: z.object({ part: z.number(), of: z.number() }),
});
export type Share = z.infer<typeof share>;

/** Values of one measure, in milliseconds. Nearest-rank quantiles; null without a value. Values below zero are counted apart and in nothing else. */
const distribution = z.object({
  measure: z.enum(timeMeasures),
  n: z.number(),
  /** Incidents in which it did not happen, or nobody knows when. */
  none: z.number(),
  /** A clock was wrong: it came before what it is counted from. */
  negative: z.number(),
  p50: z.number().nullable(),
  p90: z.number().nullable(),
  min: z.number().nullable(),
  max: z.number().nullable(),
  /** Too few for a quantile to mean much. */
  few: z.boolean(),
  /** How many values lie in each band of `bandEndsMs`, the open one last. */
  bands: z.array(z.number()),
  before: z.object({ n: z.number(), p50: z.number().nullable(), p90: z.number().nullable() }),
});
export type Distribution = z.infer<typeof distribution>;

const amount = z.object({
  name: z.string(),
  title: z.string(),
  incidents: z.number(),
  userMinutes: z.number(),
});
export type Amount = z.infer<typeof amount>;

export const overview = z.object({
  ...period,
  incidents: z.number(),
  before: z.number(),
  open: z.number(),
  detectedBeforeUsers: share,
  foundBy: z.record(z.enum(finders), z.number()),
  reviewed: share,
  reopened: share,
  times: z.array(distribution),
  /** Causes that came more than once, most often first; `of` all incidents whose cause is known. */
  recurrence: z.object({
    of: z.number(),
    repeats: z.number(),
    causes: z.array(
      z.object({ kind: z.string(), name: z.string(), title: z.string(), n: z.number(), lastAt: z.string() }),
    ),
  }),
  impact: z.object({
    userMinutes: z.number(),
    /** Incidents of which anybody knows how many users were hit. */
    known: z.number(),
    byProduct: z.array(amount),
    byCustomer: z.array(amount),
  }),
  /** How good first assessments of impact were, against what turned out to be hit, over the incidents that are over. */
  firstAssessment: z.object({
    scored: z.number(),
    /** Of what was listed as likely at first, how much was hit, 0..1; half of the incidents have so much or more (nearest rank). */
    precision: z.number().nullable(),
    /** Nine tenths of them have so much or more. */
    precisionP10: z.number().nullable(),
    /** Incidents in which anything was listed at first. */
    precisionN: z.number(),
    /** Of what was hit, how much was listed as likely at first; in the same way. */
    recall: z.number().nullable(),
    recallP10: z.number().nullable(),
    /** Incidents in which anything was hit. */
    recallN: z.number(),
  }),
  rca: z.object({
    assessed: z.number(),
    flagged: z.number(),
    accepted: z.number(),
    dismissed: z.number(),
    waiting: z.number(),
    done: z.number(),
    overdue: z.number(),
  }),
  actions: z.object({
    agreed: z.number(),
    unfinished: z.number(),
    overdue: z.number(),
    done: z.number(),
    dropped: z.number(),
    /** Closed incidents without any action. */
    without: share,
  }),
});
export type Overview = z.infer<typeof overview>;

const personLoad = z.object({
  person: z.string(),
  title: z.string(),
  hub: z.string().nullable(),
  pages: z.number(),
  /** Pages within a quarter of an hour of the one before are one interruption. */
  interruptions: z.number(),
  /** At 22–7 of their local day; nights with any; the longest run of such nights. */
  nightPages: z.number(),
  nights: z.number(),
  nightsInARow: z.number(),
  /** In the worst of them, the longest stretch from 22 to 7 without a page, minutes; null: no such night. */
  leastRestMinutes: z.number().nullable(),
  /** On a weekend, or before 8 or after 18. */
  outOfHours: z.number(),
  answered: z.number(),
  ackP50: z.number().nullable(),
  ackP90: z.number().nullable(),
});
export type PersonLoad = z.infer<typeof personLoad>;

export const load = z.object({
  ...period,
  pages: z.number(),
  people: z.array(personLoad),
  hubs: z.array(
    z.object({
      hub: z.string().nullable(),
      title: z.string(),
      pages: z.number(),
      interruptions: z.number(),
      people: z.number(),
      nightPages: z.number(),
      /** Pages in each hour of the local day of who was paged, 0–23. */
      hours: z.array(z.number()),
    }),
  ),
  handovers: z.object({
    n: z.number(),
    accepted: z.number(),
    late: z.number(),
    escalated: z.number(),
    /** Signed with not a word. */
    withoutNote: z.number(),
    /** From the change of watch to accepting, milliseconds; below zero: before it, which is good. */
    acceptP50: z.number().nullable(),
    acceptP90: z.number().nullable(),
  }),
});
export type Load = z.infer<typeof load>;

const ruleNoise = z.object({
  rule: z.string(),
  alerts: z.number(),
  silenced: z.number(),
  incidents: z.number(),
  /** Of those incidents, the ones people found something in. */
  led: z.number(),
  /** Of those that are over, never one. */
  neverLed: z.boolean(),
});
export type RuleNoise = z.infer<typeof ruleNoise>;

const checkWorth = z.object({
  check: z.string(),
  title: z.string(),
  episodes: z.number(),
  judged: z.number(),
  real: z.number(),
  concerned: z.number(),
  seen: z.number(),
  beforePeople: z.number(),
});
export type CheckWorth = z.infer<typeof checkWorth>;

export const noise = z.object({
  ...period,
  /** Loudest first, at most 200; `more` did not fit. */
  rules: z.array(ruleNoise),
  more: z.number(),
  falseAlarms: z.object({
    n: z.number(),
    /** Incidents from alerts that are over. */
    of: z.number(),
    pages: z.number(),
    nightPages: z.number(),
    people: z.number(),
    /** From each person's first entry or answer to a page to their last, at least 5 minutes each. */
    personMinutes: z.number(),
  }),
  checks: z.array(checkWorth),
  /** Over all checks: of the judged, real; of the incidents they are there for, seen. */
  precision: z.object({ part: z.number(), of: z.number() }),
  recall: z.object({ part: z.number(), of: z.number() }),
});
export type Noise = z.infer<typeof noise>;

export const behindInput = insightsFilter.extend({
  /** Which number: `resolve`, `resolve:3` (a band), `resolve:none`, `before-users`, `cause:product:files`, `person:ola:night` … */
  behind: z.string().min(1).max(300),
});

/** The incidents that a number counts, newest first, at most 500. */
export const behindAnswer = z.object({
  ...period,
  behind: z.string(),
  n: z.number(),
  items: z.array(
    z.object({
      id: z.string(),
      title: z.string(),
      severity: severity.nullable(),
      product: z.string().nullable(),
      environment: z.string().nullable(),
      declaredAt: z.string(),
      /** What it adds to the number, in its unit; null where it just counts. */
      value: z.number().nullable(),
      unit: z.enum(['ms', 'user-minutes', 'person-minutes', 'pages', 'none']),
    }),
  ),
});
export type BehindAnswer = z.infer<typeof behindAnswer>;
