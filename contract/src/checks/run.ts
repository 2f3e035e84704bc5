import { z } from 'zod';
import { instant } from '../name.ts';

/** Most of each that one run may carry; a runner cuts before it sends and says so in `cut`. */
export const runLimits = {
  steps: 1_000,
  requests: 2_000,
  console: 500,
  artefacts: 50,
  measures: 200,
  tries: 6,
  textLength: 10_000,
  /** Of one report, as JSON. */
  reportBytes: 4 * 1024 * 1024,
  artefactBytes: 64 * 1024 * 1024,
  artefactsBytes: 128 * 1024 * 1024,
} as const;

/** `flaky`: it failed and passed when tried again. */
export const verdict = z.enum(['passed', 'failed', 'flaky']);
export type Verdict = z.infer<typeof verdict>;

/**
 * Whose fault a failure is. `product`: what is looked at. `test`: the check itself (a syntax error, a missing secret).
 * `harness`: what runs it (browser crash, out of memory). `environment`: what the runner stands in (no network, no DNS).
 */
export const faultClass = z.enum(['product', 'test', 'harness', 'environment']);
export type FaultClass = z.infer<typeof faultClass>;

const textOf = (max: number) =>
  z
    .string()
    .max(max)
    .regex(/^[^\0\p{Cs}]*$/u, 'must not contain NUL or broken characters');
/** Milliseconds since the run began. */
const atMs = z.number().min(0).max(86_400_000);
const durationMs = z.number().min(0).max(86_400_000);
const product = z.string().max(63);

export const fault = z.object({
  class: faultClass,
  /** Why this class, one sentence for people. */
  why: textOf(1_000),
});

/** As a runner says it. `unanswered`: nothing that it looks at answered, which may be the way there as well as the product. */
const saidFault = fault.extend({ unanswered: z.boolean().default(false) });

export const runError = z.object({
  message: textOf(runLimits.textLength),
  stack: textOf(runLimits.textLength).nullable().default(null),
  /** `file:line:column` in the project. */
  location: textOf(1_000).nullable().default(null),
});

export const runStep = z.object({
  title: textOf(1_000),
  /** Such as `test.step`, `pw:api`, `expect`, `hook`; `monitor` for the phases of a monitor. */
  category: textOf(100),
  /** Index of the step that holds it; null at the top. */
  parent: z.number().int().min(0).nullable().default(null),
  atMs,
  durationMs,
  products: z.array(product).max(20).default([]),
  error: runError.nullable().default(null),
});
export type RunStep = z.infer<typeof runStep>;

export const runRequest = z.object({
  atMs,
  durationMs,
  method: textOf(20),
  /** Without credentials and with secrets masked. */
  url: textOf(2_000),
  /** Null: no answer came. */
  status: z.number().int().min(0).max(999).nullable(),
  /** By the catalog's URL patterns. */
  product: product.nullable().default(null),
  traceId: z
    .string()
    .regex(/^[0-9a-f]{32}$/)
    .nullable()
    .default(null),
  failure: textOf(500).nullable().default(null),
});
export type RunRequest = z.infer<typeof runRequest>;

export const consoleEntry = z.object({
  atMs,
  level: z.enum(['error', 'warning', 'uncaught']),
  text: textOf(2_000),
  location: textOf(2_000).nullable().default(null),
});

/** Announced in the report, sent after it: the verdict does not wait for a video. */
export const runArtefact = z.object({
  /** Unique within the run. */
  name: z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,119}$/, 'must be a plain file name'),
  kind: z.enum(['screenshot', 'trace', 'video', 'log', 'har', 'body', 'other']),
  contentType: z.string().regex(/^[\w.+-]{1,60}\/[\w.+-]{1,60}$/),
  bytes: z.number().int().min(0).max(runLimits.artefactBytes),
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
});
export type RunArtefact = z.infer<typeof runArtefact>;

/** A number worth a line over time: `totalMs`, `firstByteMs`, `value`, `certificateDays`, `LCP`. */
export const measure = z.object({
  name: z.string().regex(/^[A-Za-z][A-Za-z0-9_.-]{0,59}$/),
  value: z.number(),
  unit: z.string().max(20).default(''),
});

/** Something that has not failed yet and will. `earliest` and `latest` bound 90 %; a null end is open. */
export const imminent = z.object({
  what: textOf(500),
  likelyAt: instant,
  earliestAt: instant.nullable().default(null),
  latestAt: instant.nullable().default(null),
});
export type Imminent = z.infer<typeof imminent>;

export const runTry = z.object({
  atMs,
  durationMs,
  verdict: z.enum(['passed', 'failed']),
  error: runError.nullable().default(null),
});

/** What a runner says of one run. Steps, requests and console are those of the last try. */
export const runReport = z.object({
  /** The run that was ordered, and which lease of it. */
  id: z.uuid(),
  attempt: z.number().int().min(1),
  /** By the runner's clock; the server corrects by what the two clocks differed when they last spoke. */
  startedAt: instant,
  durationMs,
  verdict,
  /** Present exactly where the verdict is `failed`. */
  fault: saidFault.nullable().default(null),
  error: runError.nullable().default(null),
  /** Index into `steps` of the first that failed. */
  failedStep: z.number().int().min(0).nullable().default(null),
  tries: z.array(runTry).max(runLimits.tries).default([]),
  steps: z.array(runStep).max(runLimits.steps).default([]),
  requests: z.array(runRequest).max(runLimits.requests).default([]),
  console: z.array(consoleEntry).max(runLimits.console).default([]),
  measures: z.array(measure).max(runLimits.measures).default([]),
  artefacts: z.array(runArtefact).max(runLimits.artefacts).default([]),
  imminent: imminent.nullable().default(null),
  /** What was left out because there was too much, in words. */
  cut: z.array(textOf(200)).max(20).default([]),
});
export type RunReport = z.output<typeof runReport>;
export type NewRunReport = z.input<typeof runReport>;
