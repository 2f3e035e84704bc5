import type { CheckState } from '@fieldmarshal/contract/checks/view';
import type { FaultClass, Verdict } from '@fieldmarshal/contract/checks/run';
import { HealthGlyph, type Health } from '../ui/HealthGlyph.tsx';

const healths: Readonly<Record<CheckState, Health>> = {
  failing: 'failing',
  degraded: 'degraded',
  ok: 'ok',
  'no-data': 'nodata',
  maintenance: 'maint',
  paused: 'skipped',
};
const letters: Readonly<Record<string, Health>> = {
  F: 'failing',
  D: 'degraded',
  O: 'ok',
  N: 'nodata',
  M: 'maint',
  P: 'skipped',
};

/** A cell of the matrix; undefined where the check does not run. */
export function healthOfLetter(letter: string | undefined): Health | undefined {
  return letter === undefined ? undefined : letters[letter.toUpperCase()];
}

/** A small letter: a site told it, and only that is known. */
export function isLastKnown(letter: string | undefined): boolean {
  return letter !== undefined && /[a-z]/.test(letter);
}

export function CheckStateMark({ state }: { state: CheckState }) {
  return state === 'paused' ? (
    <HealthGlyph health="skipped" label="Paused" />
  ) : (
    <HealthGlyph health={healths[state]} />
  );
}

const faultWords: Readonly<Record<FaultClass, string>> = {
  product: 'the product',
  test: 'the check itself',
  harness: 'what runs it',
  environment: 'what the runner stands in',
};

export function faultText(fault: FaultClass): string {
  return faultWords[fault];
}

/** How a run ended, as health and in words: a fault that is not the product's says nothing about it. */
export function verdictHealth(verdict: Verdict | null, fault: FaultClass | null): Health {
  if (verdict === 'passed') return 'ok';
  if (verdict === 'flaky') return 'degraded';
  if (verdict === null) return 'nodata';
  return fault === 'product' || fault === null ? 'failing' : 'nodata';
}

export function verdictText(verdict: Verdict | null, fault: FaultClass | null): string {
  if (verdict === null) return 'No result';
  if (verdict === 'passed') return 'Passed';
  if (verdict === 'flaky') return 'Flaky: failed, then passed';
  return fault === null || fault === 'product' ? 'Failed' : `Says nothing: fault of ${faultText(fault)}`;
}

/** `380 ms`, `3.2 s`, `2m 05s`. */
export function msText(ms: number | null): string {
  if (ms === null) return '–';
  if (ms < 1_000) return `${Math.round(ms)} ms`;
  if (ms < 60_000) return `${(ms / 1_000).toFixed(1)} s`;
  return `${Math.floor(ms / 60_000)}m ${String(Math.round((ms % 60_000) / 1_000)).padStart(2, '0')}s`;
}

export function everyText(seconds: number): string {
  if (seconds % 3_600 === 0) return `every ${seconds / 3_600} h`;
  return seconds % 60 === 0 ? `every ${seconds / 60} min` : `every ${seconds} s`;
}
