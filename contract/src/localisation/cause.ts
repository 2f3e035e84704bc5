import { z } from 'zod';

/** What may be the cause: a product, or what else makes a test fail. */
export const candidateKind = z.enum(['product', 'test', 'environment', 'third-party']);
export type CandidateKind = z.infer<typeof candidateKind>;

/** `name` is the catalog name of a product or third party; empty for the test itself and for the environment. */
export const candidate = z.object({ kind: candidateKind, name: z.string().max(200) });
export type CauseCandidate = z.infer<typeof candidate>;

/** Where a sentence comes from. */
export const evidenceSource = z.object({
  /** In words, such as `run of open-case` or `alerts of search`. */
  label: z.string(),
  /** A path of this product; null where there is no page of it. */
  href: z.string().nullable(),
  /** Of the newest thing it rests on; RFC 3339 UTC. */
  at: z.string().nullable(),
});

export const evidence = z.object({
  witness: z.string(),
  /** Above 0 speaks for the candidate, below 0 against; natural logarithm of a likelihood ratio, weighted. */
  nats: z.number(),
  sentence: z.string(),
  source: evidenceSource,
});
export type CauseEvidence = z.infer<typeof evidence>;

export const suspect = candidate.extend({
  displayName: z.string(),
  /** The owning team; null of what nobody owns. */
  team: z.string().nullable(),
  /** 0..1. */
  probability: z.number(),
  /** Strongest first, for and against. */
  evidence: z.array(evidence),
  /** The version in the environment, as the catalog or the last deploy says. */
  version: z.string().nullable(),
});
export type CauseSuspect = z.infer<typeof suspect>;

export const suspectChange = z.object({
  change: z.string(),
  title: z.string(),
  product: z.string().nullable(),
  at: z.string(),
  probability: z.number(),
  reasons: z.array(z.string()),
});

/** What the engine says of one failure. */
export const causeVerdict = z.object({
  /** Whether the first of the ranking is likely enough to act upon; else it is *not clear*. */
  clear: z.boolean(),
  /** Probability that nothing seen here is the cause. */
  nothing: z.number(),
  /** Most probable first, at most 10; empty where nothing is likelier than any of them. */
  suspects: z.array(suspect),
  /** Two causes at once, where that is likelier than one and each of them would be clear alone. */
  pair: z.tuple([candidate, candidate]).nullable(),
  /** What would decide between the first two, in sentences; empty where the first is clear or there is no second. */
  wouldDecide: z.array(z.string()),
  /** Changes that may have done it, most probable first, at most 10. */
  changes: z.array(suspectChange),
  /** Probability that none of the changes did it. */
  noChange: z.number(),
  /** Kinds of evidence that had nothing to go by. */
  silent: z.array(z.string()),
  /** What it rests on. */
  basis: z.object({
    failingRuns: z.number().int(),
    passingRuns: z.number().int(),
    spans: z.number().int(),
    usualSpans: z.number().int(),
    alerts: z.number().int(),
    changes: z.number().int(),
    /** Series of measurements. */
    series: z.number().int(),
    /** Log lines of now that were looked at, by what of them is the same each time; absent in verdicts made before logs were. */
    logLines: z.number().int().optional(),
    droppedSpans: z.number().int(),
    /** What was left out or could not be had, in words. */
    gaps: z.array(z.string()),
  }),
  /** How the weights came about, such as `fitted on 330 cases`. */
  weights: z.string(),
});
export type CauseVerdict = z.infer<typeof causeVerdict>;

export const faultKinds = [
  'error',
  'latency',
  'outage',
  'bad-data',
  'capacity',
  'network',
  'queue',
  'deploy',
  'configuration',
  'third-party',
  'certificate',
  'flaky-test',
  'runner',
  'other',
] as const;
export const faultKind = z.enum(faultKinds);
export type FaultKind = z.infer<typeof faultKind>;

/**
 * What people say of a verdict. `confirmed`: its first suspect is the cause. `corrected`: somebody else is. `rejected`: its first suspect
 * is not the cause, and who is is not known. `unknown`: nobody found out.
 */
export const causeAnswer = z.object({
  answer: z.enum(['confirmed', 'corrected', 'rejected', 'unknown']),
  /** The true cause; null where it is not known. */
  cause: candidate.nullable(),
  faultKind: faultKind.nullable(),
  note: z.string(),
  /** Of the verdict that it is about; absent where that was not kept. */
  version: z.number().int().optional(),
  by: z.string(),
  at: z.string(),
});
export type CauseAnswer = z.infer<typeof causeAnswer>;

/** One run that shows the failure, and others like it. */
const failingRun = z.object({
  run: z.string(),
  check: z.string(),
  environment: z.string(),
  startedAt: z.string(),
});

/** The cause verdict of an incident or of a failing group of checks, as of now. */
export const cause = z.object({
  /** `incident` or `failing`: of a group of checks that began to fail in one environment together. */
  kind: z.enum(['incident', 'failing']),
  id: z.string(),
  incidentId: z.string().nullable(),
  environment: z.string().nullable(),
  /** When trouble began, as far as is known. */
  since: z.string(),
  /** `pending`: not looked at yet. `none`: looked, and there is nothing to go by. */
  state: z.enum(['pending', 'ready', 'none']),
  /** Counts the verdicts that differed; 0 while pending. */
  version: z.number().int(),
  /** When this verdict came to be, and when it was last found to be the same. */
  at: z.string().nullable(),
  judgedAt: z.string().nullable(),
  verdict: causeVerdict.nullable(),
  answer: causeAnswer.nullable(),
  /** Failing checks it is about. */
  checks: z.array(z.string()),
  /** The failing run that was looked into, the newest of each failing check first in time. */
  runs: z.array(failingRun),
  /** Runs elsewhere that failed with the same error. */
  elsewhere: z.array(failingRun),
});
export type Cause = z.infer<typeof cause>;

/** A failing group in short. */
export const failingGroup = z.object({
  id: z.string(),
  environment: z.string(),
  since: z.string(),
  checks: z.array(z.string()),
  incidentId: z.string().nullable(),
  clear: z.boolean(),
  /** The first two. */
  suspects: z.array(
    candidate.extend({ displayName: z.string(), team: z.string().nullable(), probability: z.number() }),
  ),
  judgedAt: z.string().nullable(),
  /** What people say of its verdict; null: nothing yet. */
  answer: causeAnswer.nullable(),
});
export type FailingGroup = z.infer<typeof failingGroup>;

/** What an incident is put down to, as a list of incidents shows it; of one that nobody looked at yet there is none. */
export const causeBrief = failingGroup
  .pick({ clear: true, suspects: true, judgedAt: true, answer: true })
  .extend({ incidentId: z.string() });
export type CauseBrief = z.infer<typeof causeBrief>;
