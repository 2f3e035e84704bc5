import { z } from 'zod';
import { instant } from '../name.ts';
import { runReport } from './run.ts';
import { probe, probeTypes, secretName, variables } from './spec.ts';

/**
 * How a runner talks to the server: JSON over HTTP under `/runner/v1`, always from the runner outwards, with its token as
 * `Authorization: Bearer fmr_…`. 401 = the token is unknown or revoked; 403 = it came with
 * another key than before; 503 and no answer = try again later, nothing was taken.
 *
 *     POST pull       what is there to do (waits up to `waitMs`)
 *     POST renew      these runs go on
 *     POST results    these runs ended, in the order in which they ended
 *     PUT  runs/{id}/artefacts/{name}     bytes that a stored report has announced; content-type as announced
 *     GET  bundles/{digest}               a deployed project, `application/gzip` (tar)
 *
 * A run has one id for ever. Reporting it again changes nothing and is answered as the first time, so a runner keeps a report until
 * the server has named its id in `taken` or `refused`, and may send it any number of times, also after its lease has ended.
 */
export const runnerPath = '/runner/v1';

const wants = z.object({
  /** How many more runs it can begin. */
  e2e: z.number().int().min(0).max(1_000).default(0),
  monitors: z.number().int().min(0).max(10_000).default(0),
});

export const pullInput = z.object({
  version: z.string().max(60),
  wants,
  /** The server answers at once where there is work, else at the latest after this. */
  waitMs: z.number().int().min(0).max(30_000).default(20_000),
  /** Its X25519 key (SPKI, base64) of now, to which secrets are sealed; without one it gets no run that has any. */
  key: z.string().max(200).optional(),
  /** Whether it has this key again after the next start. Then its token is good with no other key until a person says so: 403. */
  keyIsKept: z.boolean().default(false),
  /** The runner's clock now. */
  clock: instant,
  state: z.object({
    running: z.number().int().min(0),
    /** Reports that wait to be taken. */
    spooled: z.number().int().min(0).default(0),
    /** 0..1 of what it may use. */
    cpuRatio: z.number().min(0).max(1).nullable().default(null),
    memoryRatio: z.number().min(0).max(1).nullable().default(null),
    /** What is wrong with it, in words for its owner; such as "no browser was found". */
    problems: z.array(z.string().max(500)).max(20).default([]),
  }),
});
export type PullInput = z.output<typeof pullInput>;

/** One run to make, as the runner has it. */
export const order = z.object({
  id: z.uuid(),
  /** Counts the leases of this run from 1. */
  attempt: z.number().int(),
  /** The lease: renew before, or another runner gets it. */
  leaseMs: z.number().int(),
  check: z.string(),
  environment: z.string(),
  place: z.string(),
  /** When it was to begin, by the server's clock. */
  dueAt: instant,
  timeoutMs: z.number(),
  retries: z.number().int(),
  /** With variables filled in; `{{secret.NAME}}` is for the runner to fill in. */
  probe,
  /** For e2e. */
  bundle: z.object({ project: z.string(), digest: z.string(), bytes: z.number().int() }).nullable(),
  variables,
  /** Opened, to be kept in memory only and masked in everything that is reported. */
  secrets: z.record(secretName, z.string()),
  /** To say whose request it was: URL prefixes or host names, by product; the longest match wins. */
  urlPatterns: z.array(z.object({ pattern: z.string(), product: z.string() })),
  /** Private ranges (CIDR) that may be reached; metadata and other special addresses never are. */
  privateRanges: z.array(z.string()),
});
export type Order = z.output<typeof order>;

/** One run to make, as it travels: `docs/adr/0009-secrets-are-opened-by-the-runner.md`. */
const sealedOrder = order.extend({
  /** By name, the value locked with a key of its own, and that key sealed to the runner for this run. */
  secrets: z.record(secretName, z.object({ key: z.string(), locked: z.string() })),
  /** The server's half of what the keys are sealed with; empty where there are none. */
  madeKey: z.string().default(''),
});
export type SealedOrder = z.output<typeof sealedOrder>;

export const pullAnswer = z.object({
  runner: z.object({ id: z.string(), name: z.string(), place: z.string() }),
  /** The server's clock now. */
  clock: instant,
  orders: z.array(sealedOrder),
});
export type PullAnswer = z.output<typeof pullAnswer>;

export const renewInput = z.object({
  runs: z.array(z.object({ id: z.uuid(), attempt: z.number().int() })).max(1_000),
});
/** `ended`: nobody wants these any more; stop them, a report would be refused or is there already. */
export const renewAnswer = z.object({ leaseMs: z.number().int(), ended: z.array(z.string()) });

export const resultsInput = z.object({
  clock: instant,
  reports: z.array(runReport).min(1).max(200),
});
/** Every id of the request is in one of them. `refused` is for good: the report may be thrown away. */
export const resultsAnswer = z.object({
  taken: z.array(z.string()),
  refused: z.array(z.object({ id: z.string(), reason: z.string() })),
});

/** What a runner can run, as its token is made for it. */
export const runnerCapability = z.enum(probeTypes);
