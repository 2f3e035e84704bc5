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

/** What every probe gets. */
export interface Surroundings {
  readonly reach: PrivateReach;
  /** Ends with the time of the try, or when nobody wants the run any more. */
  readonly signal: AbortSignal;
  /** Milliseconds since 1970. */
  readonly now: number;
  /** Called as soon as something was measured, so that a run that fails later still shows it. */
  readonly note: (measures: readonly Measure[], phases?: readonly Phase[]) => void;
}

export type ProbeOf<T extends MonitorProbe['type']> = Extract<MonitorProbe, { type: T }>;
