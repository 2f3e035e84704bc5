import { z } from 'zod';
import { objectName, text } from '../name.ts';

const at = z.string();

export const dismissals = [
  'known-cause',
  'already-analysed',
  'too-small',
  'outside-our-control',
  'other',
] as const;
/** Why an incident is not worth a deep root cause analysis; each teaches the flag. */
export type Dismissal = (typeof dismissals)[number];

export const rcaFeatures = [
  'severity',
  'duration',
  'updates',
  'cadence',
  'noticed-late',
  'products',
  'places',
  'repeats-20',
  'repeats-90',
  'teams',
  'responders',
  'found-by-people',
  'cause-unknown',
  'intervened',
  'reopened',
  'new-kind',
] as const;

const reason = z.object({
  text: z.string(),
  /** Sequence number of the entry of the incident's log that shows it. */
  seq: z.number().int(),
});

/** What was found about an incident that is over, and what people said of it. */
export const rcaFlag = z.object({
  incidentId: z.string(),
  title: z.string(),
  severity: z.string().nullable(),
  resolvedAt: at,
  assessedAt: at,
  /** 1 at resolution, 2 a day later. */
  look: z.number().int(),
  /** `rule` and `score` are flagged; `over-budget` would be, in a quieter week; `below` is not. */
  decision: z.enum(['rule', 'score', 'over-budget', 'below']),
  /** True for an unflagged one that people are asked about, so that the flag learns what it misses. */
  asked: z.boolean(),
  /** 0..1. */
  probability: z.number(),
  rules: z.array(reason),
  reasons: z.array(reason),
  /** What a deep analysis should answer. */
  questions: z.array(z.string()),
  verdict: z
    .object({
      accepted: z.boolean(),
      dismissal: z.enum(dismissals).nullable(),
      note: z.string(),
      by: z.string(),
      at,
    })
    .nullable(),
  /** Where an accepted one went. */
  assignment: z
    .object({
      team: z.string().nullable(),
      owner: z.string().nullable(),
      /** A day, `2026-12-01`. */
      dueOn: z.string(),
      /** Who was told of it, or reminded last; empty where no message could reach anybody. */
      told: z.array(z.string()),
      doneAt: at.nullable(),
    })
    .nullable(),
});
export type RcaFlag = z.infer<typeof rcaFlag>;

export const acceptRcaInput = z.object({
  team: objectName.optional(),
  owner: objectName.optional(),
  /** A day; in a fortnight where nobody says. */
  dueOn: z.iso.date().optional(),
  note: text.max(2_000).default(''),
});

export const dismissRcaInput = z.object({
  dismissal: z.enum(dismissals),
  note: text.max(2_000).default(''),
});

/** How the flag decides, and how well it did by what people said. Shares are 0..1, null where there is nothing to count. */
export const rcaModelCard = z.object({
  weights: z.array(z.object({ feature: z.enum(rcaFeatures), weight: z.number(), shipped: z.number() })),
  slope: z.number(),
  shift: z.number(),
  verdicts: z.number().int(),
  accepted: z.number().int(),
  calibrated: z.boolean(),
  reweighed: z.boolean(),
  /** Verdicts from which on each is learnt. */
  calibrateAt: z.number().int(),
  reweighAt: z.number().int(),
  closedIncidents: z.number().int(),
  /** What was said beside what came, in fifths of probability. */
  calibration: z.array(
    z.object({ from: z.number(), to: z.number(), said: z.number(), came: z.number(), n: z.number().int() }),
  ),
  precision: z.number().nullable(),
  /** Among those that people gave a verdict on, flagged or asked about. */
  recall: z.number().nullable(),
  changedAt: at.nullable(),
});
export type RcaModelCard = z.infer<typeof rcaModelCard>;
