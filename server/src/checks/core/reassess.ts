import type { Probe } from '@fieldmarshal/contract/checks';
import type { Outcome } from './outcome.ts';

/** What was recorded of a run. */
export interface Recorded {
  readonly outcome: Outcome;
  readonly error: string | null;
  readonly measures: Readonly<Record<string, number>>;
  readonly imminent: string | null;
}

export interface Reassessed {
  readonly outcome: Outcome;
  readonly reason: string;
  readonly imminent: string | null;
}

/** As the monitors of the runner say it. */
const slowWords = /^it took \d+ ms, more than \d+ ms$/;
const endingWords = /^the certificate ends in /;

/**
 * How a recorded run would have ended with another setting, as far as its numbers tell: time and the end of a certificate. What an answer
 * said was not kept, so a run that failed by its content stays failed, and one that passed stays passed.
 */
export function reassess(run: Recorded, probe: Probe): Reassessed {
  const same = { outcome: run.outcome, reason: run.error ?? 'It failed', imminent: run.imminent };
  if (!'PKF'.includes(run.outcome)) return same;
  const slow = slowness(run, 'withinMs' in probe ? probe.withinMs : httpWithin(probe));
  const ending = certificateOf(run, probe);
  const bad = slow ?? ending.bad;
  if (bad !== null) return { outcome: 'F', reason: bad, imminent: null };
  const wasByNumbers = run.error !== null && (slowWords.test(run.error) || endingWords.test(run.error));
  const outcome = run.outcome === 'F' && wasByNumbers ? 'P' : run.outcome;
  return { ...same, outcome, imminent: ending.knows ? ending.imminent : run.imminent };
}

/** What the preview draws, and where it begins to be bad. */
export function watched(probe: Probe): { readonly measure: string; readonly limit: number | null } {
  switch (probe.type) {
    case 'promql':
      return { measure: 'value', limit: null };
    case 'tls':
      return { measure: 'certificateDays', limit: probe.certificate.failingDays };
    case 'http':
      return { measure: 'totalMs', limit: probe.expect.withinMs ?? null };
    case 'tcp':
    case 'dns':
      return { measure: 'totalMs', limit: probe.withinMs ?? null };
    case 'e2e':
      return { measure: 'totalMs', limit: null };
  }
}

function httpWithin(probe: Probe): number | undefined {
  return probe.type === 'http' ? probe.expect.withinMs : undefined;
}

function slowness({ measures }: Recorded, withinMs: number | undefined): string | null {
  const { totalMs } = measures;
  if (withinMs === undefined || totalMs === undefined || totalMs <= withinMs) return null;
  return `it took ${Math.round(totalMs)} ms, more than ${withinMs} ms`;
}

function certificateOf({ measures }: Recorded, probe: Probe) {
  const { certificateDays: days } = measures;
  const rule = probe.type === 'http' || probe.type === 'tls' ? probe.certificate : undefined;
  if (rule === undefined || days === undefined) return { knows: false, bad: null, imminent: null };
  const words = `the certificate ends in ${Math.floor(days)} days`;
  return {
    knows: true,
    bad: days <= rule.failingDays ? words : null,
    imminent: days <= rule.imminentDays ? words : null,
  };
}
