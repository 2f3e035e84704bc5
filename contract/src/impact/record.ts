import { z } from 'zod';
import { severity } from '../severity.ts';
import { hitStates, impactDecisions, impactKinds, impactStates, standings } from './words.ts';

export const impactKind = z.enum(impactKinds);
export const hitState = z.enum(hitStates);
const at = z.string();

/** What a statement rests on; `id` is that of the alert, the run, the check or the log entry. */
export const impactEvidence = z.object({
  kind: z.enum(['check', 'alert', 'verdict', 'report', 'catalog', 'person']),
  id: z.string(),
  /** One sentence for people inside; may hold internal names. */
  says: z.string(),
  /** When it was seen last; null where it has no moment, such as a dependency of the catalog. */
  at: at.nullable(),
});
export type ImpactEvidence = z.infer<typeof impactEvidence>;

/** One step of why something is reached, from the evidence outwards. */
export const impactStep = z.object({
  kind: z.enum(['product', ...impactKinds]),
  name: z.string(),
  /** How it hangs on the step before: `needs` (fails with it), `uses` (degrades with it), `step`, `part`, `runs in`, `used by`. */
  via: z.enum(['seen', 'needs', 'uses', 'step', 'part', 'elsewhere', 'runs in', 'used by']),
});
export type ImpactStep = z.infer<typeof impactStep>;

/** Something that is hit, may be, or is known not to be. */
export const impactRow = z.object({
  kind: impactKind,
  name: z.string(),
  title: z.string(),
  /** What customers call it; null: the catalog does not say, and no message may name it. */
  publicName: z.string().nullable(),
  state: z.enum(impactStates),
  standing: z.enum(standings),
  /** 0..1; null where nothing is heard of it. */
  confidence: z.number().nullable(),
  /** A failing check of it itself says so, rather than what it depends on. */
  observed: z.boolean(),
  /** Best first; at most 5. */
  evidence: z.array(impactEvidence),
  path: z.array(impactStep),
  /** Environments in which it is hit (for `not-hit`: works), and in how many it is at all. */
  environments: z.array(z.string()),
  environmentsOf: z.number(),
  /** Of a workflow: 1 = mission-critical … 4; else null. */
  criticality: z.number().nullable(),
  /** Of a workflow, the application it belongs to. */
  application: z.string().nullable(),
  /** Of a customer: users in a usual hour who are hit; null where the catalog does not say. */
  usersPerHour: z.number().nullable(),
  /** User-minutes lost up to `asOf`; grows with `usersPerHour` while it is hit. Of customers only. */
  userMinutesLost: z.number(),
  asOf: at,
  since: at,
  /** When it was no longer hit; null while it is. */
  until: at.nullable(),
  /** A `not-hit` row is worth nothing after this instant; null elsewhere. */
  freshUntil: at.nullable(),
  decision: z
    .object({
      what: z.enum(impactDecisions),
      by: z.string(),
      at,
      reason: z.string(),
    })
    .nullable(),
});
export type ImpactRow = z.infer<typeof impactRow>;

/**
 * How many of how many. `hit`: confirmed or likely, and not over. `toConfirm`: of those, nobody has looked at yet. `notHit`: a fresh check
 * passes.
 */
const tally = z.object({
  hit: z.number(),
  possible: z.number(),
  over: z.number(),
  notHit: z.number(),
  toConfirm: z.number(),
  of: z.number(),
});
export type ImpactTally = z.infer<typeof tally>;

export const impactTotals = z.object({
  workflows: tally,
  applications: tally,
  environments: tally,
  customers: tally,
  /** Environments that are cut off and may be hit. */
  unknownEnvironments: z.number(),
  /** Of customers that are hit now; null where the catalog says of none of them how many users it has. */
  usersPerHour: z.number().nullable(),
  /** Down and wrong data count whole minutes, degraded and slow half of them. */
  userMinutesLost: z.number(),
});
export type ImpactTotals = z.infer<typeof impactTotals>;

export const severityProposal = z.object({
  severity,
  /** Why, one sentence. */
  reason: z.string(),
  /** The rule of the table it comes from. */
  rule: z.string(),
  at,
});
export type SeverityProposal = z.infer<typeof severityProposal>;

/** How good the first assessment was, once the incident is over: against what turned out to be hit. */
export const impactScore = z.object({
  /** Of what was listed as likely at first, the share that was hit; null where nothing was listed. */
  precision: z.number().nullable(),
  /** Of what was hit, the share that was listed as likely at first; null where nothing was hit. */
  recall: z.number().nullable(),
  listed: z.number(),
  hit: z.number(),
  both: z.number(),
});
export type ImpactScore = z.infer<typeof impactScore>;

/** Who and what an incident hits, as it is known at `at`. */
export const impactRecord = z.object({
  incidentId: z.string(),
  /** Grows with every assessment that changed something; 0 before the first. */
  version: z.number(),
  /** Now, by the clock of the server; rows are as of then. */
  at,
  /** The last assessment; null before the first. */
  assessedAt: at.nullable(),
  firstAssessedAt: at.nullable(),
  /** When a person first confirmed, rejected or added; null while nobody has. */
  firstDecidedAt: at.nullable(),
  /** By when somebody should have looked at it. */
  decideBy: at,
  /** From when on minutes are counted. */
  startedAt: at,
  /** No longer followed: the incident is resolved. */
  closed: z.boolean(),
  /** A page of them: what is hit first, then what may be, what was, what somebody rejected, weak guesses, what is known to work. */
  rows: z.array(impactRow),
  /** Of the rows that follow; null on the last page. */
  nextCursor: z.string().nullable(),
  /** How many rows the last assessment found beyond those it keeps, the least sure; on no page, and counted in `totals` but for minutes. */
  more: z.number(),
  totals: impactTotals,
  /** Passing checks that say what is not hit. */
  passing: z.object({ checks: z.number(), oldestAt: at.nullable() }),
  /** Whether data was lost or may have been; null: nobody has said. */
  dataLoss: z.boolean().nullable(),
  /** What users can do meanwhile, as people said it, for readers of one language each. */
  workarounds: z.array(z.object({ language: z.string(), text: z.string(), by: z.string(), at })),
  proposal: severityProposal.nullable(),
  score: impactScore.nullable(),
  /** In the answer to a command: the entry of the log it added, for `POST /incidents/{id}/undo`; null where it cannot be taken back. */
  undo: z.number().nullable(),
});
export type ImpactRecord = z.infer<typeof impactRecord>;
