import { z } from 'zod';
import { objectName } from '../name.ts';
import { runReport } from './run.ts';
import { checkSpec } from './spec.ts';

/** A check that is saved or not yet: `name` is that of the saved one whose records are looked at. */
export const previewInput = z.strictObject({ name: objectName.optional(), spec: checkSpec });

/** A time in which it would have been failing; `to` is null where it still would be. */
const alarm = z.object({
  from: z.string(),
  to: z.string().nullable(),
  /** What the first run in it says. */
  reason: z.string(),
});

export const previewPlace = z.object({
  environment: z.string(),
  /**
   * `runs`: what was recorded, judged by the new rules. `range`: the query asked over the time. `nothing`: there is nothing to judge,
   * and `note` says why.
   */
  source: z.enum(['runs', 'range', 'nothing']),
  note: z.string().nullable(),
  /** What was looked at, and how much of it fails. */
  looked: z.number().int(),
  failed: z.number().int(),
  /** The first 50; `alarmCount` counts all. */
  alarms: z.array(alarm),
  alarmCount: z.number().int(),
  /** Since when, and what, it would have told ahead. */
  imminent: z.array(z.object({ from: z.string(), what: z.string() })),
  /** How it would stand now; null without anything to judge. */
  state: z.enum(['failing', 'degraded', 'ok', 'no-data']).nullable(),
  /** The number that it watches, thinned; empty where it watches none. */
  line: z.array(z.object({ at: z.string(), value: z.number() })),
  /** Where that number begins to be bad. */
  limit: z.number().nullable(),
});
export type PreviewPlace = z.infer<typeof previewPlace>;

/** What would have happened in the last day with this setting. */
export const checkPreview = z.object({
  from: z.string(),
  to: z.string(),
  places: z.array(previewPlace),
});
export type CheckPreview = z.infer<typeof checkPreview>;

export const tryInput = previewInput.extend({ environment: objectName });
/** One run that nobody stores. */
export const tryResult = runReport.pick({
  startedAt: true,
  durationMs: true,
  verdict: true,
  fault: true,
  error: true,
  steps: true,
  measures: true,
  imminent: true,
});
export type TryResult = z.infer<typeof tryResult>;
