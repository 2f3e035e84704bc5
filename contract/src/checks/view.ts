import { z } from 'zod';
import { objectName } from '../name.ts';
import { page, pageQuery } from '../page.ts';
import { fault, faultClass, imminent, runArtefact, runReport, verdict } from './run.ts';
import { probeTypes } from './spec.ts';

export const probeType = z.enum(probeTypes);
/** In the matrix heartbeats, where others call us, stand beside checks. */
export const matrixType = z.enum([...probeTypes, 'heartbeat']);

/**
 * How a check stands in an environment. `no-data`: it never ran, or not for three intervals, or its last runs say nothing about the product
 * (a fault of test, harness or environment). `maintenance`: runs go on, nothing is raised.
 */
export const checkState = z.enum(['failing', 'degraded', 'ok', 'no-data', 'maintenance', 'paused']);
export type CheckState = z.infer<typeof checkState>;

export const cell = z.object({
  check: z.string(),
  environment: z.string(),
  state: checkState,
  /** Since when it stands so. */
  since: z.string(),
  lastRunAt: z.string().nullable(),
  lastPassedAt: z.string().nullable(),
  nextRunAt: z.string().nullable(),
  everySeconds: z.number().int(),
  /** The run that made it so. */
  run: z.string().nullable(),
  /** One sentence: the error, what is imminent, or why there is no data. */
  reason: z.string().nullable(),
  faultClass: faultClass.nullable(),
  products: z.array(z.string()),
  incidentId: z.string().nullable(),
});
export type Cell = z.infer<typeof cell>;

export const matrixRow = z.object({
  /** The name of the check, or `heartbeat/` and the id of a heartbeat. */
  check: z.string(),
  displayName: z.string(),
  type: matrixType,
  products: z.array(z.string()),
  owner: z.string().nullable(),
  /**
   * One letter for each environment of the matrix, in its order: F failing, D degraded, O ok, N no data, M maintenance, P paused,
   * `.` not run there. A small letter: as a site told it last, which is all that is known (f, d, o, n, p).
   */
  cells: z.string(),
});
export type MatrixRow = z.infer<typeof matrixRow>;

export const matrixInput = z.object({
  /** Only checks that are failing or degraded somewhere. */
  failing: z.stringbool().or(z.boolean()).default(false),
  product: objectName.optional(),
  environment: objectName.optional(),
  type: matrixType.optional(),
  search: z.string().max(200).optional(),
});

export const matrix = z.object({
  environments: z.array(
    z.object({
      /** Empty: heartbeats that name no environment. */
      name: z.string(),
      displayName: z.string(),
      connection: z.enum(['connected', 'disconnected']),
      /** Of an environment that a site tells of: until when it is known, by the site's clock. */
      knownUntil: z.string().nullable(),
    }),
  ),
  /** By the name that people read. */
  rows: z.array(matrixRow),
  totals: z.object({
    checks: z.number().int(),
    cells: z.number().int(),
    failing: z.number().int(),
    degraded: z.number().int(),
    ok: z.number().int(),
    noData: z.number().int(),
    maintenance: z.number().int(),
    paused: z.number().int(),
    /** Cells that are only last known; in none of the numbers above. */
    lastKnown: z.number().int(),
    /** Of these, those that failed or were degraded when they were told of. */
    lastKnownBad: z.number().int(),
  }),
  /** The oldest last run of all cells that should run. */
  oldestRunAt: z.string().nullable(),
  at: z.string(),
});
export type Matrix = z.infer<typeof matrix>;

export const runSummary = z.object({
  id: z.string(),
  check: z.string(),
  environment: z.string(),
  place: z.string(),
  runner: z.string().nullable(),
  /** `waiting`: for a runner. `lost`: its runner went silent. `expired`: no runner took it in time. */
  state: z.enum(['waiting', 'running', 'ended', 'lost', 'expired', 'cancelled']),
  verdict: verdict.nullable(),
  fault: fault.nullable(),
  error: z.string().nullable(),
  imminent: imminent.nullable(),
  dueAt: z.string(),
  startedAt: z.string().nullable(),
  durationMs: z.number().nullable(),
  /** It was asked for by this person or token, not by the schedule. */
  askedBy: z.string().nullable(),
});
export type RunSummary = z.infer<typeof runSummary>;

const neighbourRun = z.object({ run: z.string(), startedAt: z.string(), verdict: verdict.nullable() });
const neighbour = neighbourRun.nullable();
const shownArtefact = runArtefact.extend({
  state: z.enum(['announced', 'stored', 'removed']),
  url: z.string(),
});

export const runDetail = runSummary.extend({
  report: runReport.nullable(),
  artefacts: z.array(shownArtefact),
  /** Runs of the last hour that failed with the same error, this one left out; at most 50, newest of each cell. */
  sameError: z.array(
    z.object({ run: z.string(), check: z.string(), environment: z.string(), startedAt: z.string() }),
  ),
  previousPassed: z.object({ run: z.string(), startedAt: z.string() }).nullable(),
  /** The runs just before and just after it, of the same check in the same environment. */
  previous: neighbour,
  next: neighbour,
  /** It turned its test failing, and this run was made at once for it, watched more closely; null where there is none, or not yet. */
  again: neighbourRun.extend({ artefacts: z.array(shownArtefact) }).nullable(),
  /** It was made at once because this run turned its test failing. */
  againOf: z.string().nullable(),
});
export type RunDetail = z.infer<typeof runDetail>;

export const listRunsInput = pageQuery.extend({
  check: objectName.optional(),
  environment: objectName.optional(),
  verdict: verdict.optional(),
  fault: faultClass.optional(),
  runner: z.string().max(100).optional(),
});
export const runPage = page(runSummary);

/** Quantiles in milliseconds. */
const spread = z.object({ p50: z.number(), p95: z.number() });

/** What a check was worth over a time. */
export const checkRecord = z.object({
  days: z.number().int(),
  runs: z.number().int(),
  passed: z.number().int(),
  flaky: z.number().int(),
  /** By whose fault. */
  failed: z.object({
    product: z.number().int(),
    test: z.number().int(),
    harness: z.number().int(),
    environment: z.number().int(),
  }),
  /** Runs nobody made or finished. */
  lost: z.number().int(),
  /** Flaky of flaky and passed; null without any. */
  flakeRatio: z.number().nullable(),
  duration: spread.nullable(),
  /** Seconds of runners. */
  costSeconds: z.number(),
  /** Slowest first; `before` is the half of the time before the last. */
  steps: z.array(
    z.object({
      title: z.string(),
      runs: z.number().int(),
      now: spread,
      before: spread.nullable(),
      /** The median grew by more than a quarter and 50 ms. */
      slower: z.boolean(),
    }),
  ),
});
export type CheckRecord = z.infer<typeof checkRecord>;

export const checkView = z.object({
  name: z.string(),
  displayName: z.string(),
  type: probeType,
  owner: z.string().nullable(),
  products: z.array(z.string()),
  workflow: z.string().nullable(),
  everySeconds: z.number().int(),
  cells: z.array(cell),
});
export type CheckView = z.infer<typeof checkView>;

export const listChecksInput = pageQuery.extend(matrixInput.shape);
export const checkPage = page(checkView);

export const checkDetail = checkView.extend({
  spec: z.record(z.string(), z.unknown()),
  origin: z.object({ from: z.string(), path: z.string().optional() }),
  generation: z.number().int(),
  record: checkRecord,
  /** By environment, oldest first, the last 60. */
  history: z.array(
    z.object({
      environment: z.string(),
      runs: z.array(
        z.object({
          id: z.string(),
          verdict: verdict.nullable(),
          faultClass: faultClass.nullable(),
          startedAt: z.string(),
          durationMs: z.number().nullable(),
        }),
      ),
    }),
  ),
});
export type CheckDetail = z.infer<typeof checkDetail>;
