import type { Hours, When } from '@fieldmarshal/contract/catalog';
import type { Severity } from '@fieldmarshal/contract';
import { windows, zoneOf } from '@fieldmarshal/contract/time';
import type { PolicySnapshot } from './escalation-state.ts';

/** What is not assessed counts as the worst, so that it is never handled in silence. */
export function countsAs(severity: Severity | null): Severity {
  return severity ?? 'SEV1';
}

/** Whether the wall clock is inside the hours at an instant. */
export function isWithin({ timezone, windows: list }: Hours, now: number): boolean {
  return windows(list, zoneOf(timezone), { from: now, to: now + 1 }).length > 0;
}

interface Moment {
  readonly severity: Severity | null;
  readonly now: number;
}

/** Whether a step or variant applies; without conditions it always does. */
export function applies(when: When | null, { severity, now }: Moment): boolean {
  if (when === null) return true;
  if (when.severities && !when.severities.includes(countsAs(severity))) return false;
  return when.hours === undefined || isWithin(when.hours, now) !== when.outsideHours;
}

/** The place of the first variant that applies; the last one, the policy's own steps, always does. */
export function chainFor({ chains }: PolicySnapshot, moment: Moment): number {
  const place = chains.findIndex(({ when }) => applies(when, moment));
  return place < 0 ? chains.length - 1 : place;
}
