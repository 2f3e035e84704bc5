import type { MonitorProbe } from '@fieldmarshal/contract/checks';
import type { PrivateReach } from '../egress/address-guard.ts';

export interface Measure {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
}

export interface Phase {
  readonly title: string;
  readonly atMs: number;
  readonly durationMs: number;
}

/** A request of a probe, as a run tells it. */
export interface Asking {
  readonly durationMs: number;
  readonly method: string;
  readonly url: string;
  /** Null: no answer came. */
  readonly status: number | null;
  readonly traceId: string;
  readonly failure: string | null;
}

/** What every probe gets. */
export interface Surroundings {
  readonly reach: PrivateReach;
  /** Ends with the time of the try, or when nobody wants the run any more. */
  readonly signal: AbortSignal;
  /** Milliseconds since 1970. */
  readonly now: number;
  /** Called as soon as something was measured, so that a run that fails later still shows it. */
  readonly note: (measures: readonly Measure[], phases?: readonly Phase[]) => void;
  readonly noteRequest: (asking: Asking) => void;
}

export type ProbeOf<T extends MonitorProbe['type']> = Extract<MonitorProbe, { type: T }>;
