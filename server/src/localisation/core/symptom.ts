import type { Facts } from './facts.ts';
import { clamp } from './numbers.ts';
import { deviation } from './witnesses/series.ts';

/**
 * Nats that nothing is wrong, from the measurement in which trouble was said to be seen: above 0 where it is as usual, below 0 where it
 * is not. 0 where there is no such measurement.
 */
export function doubtOfSymptom({ case: { symptom, series } }: Facts): number {
  const own = series.filter(
    ({ product, role }) => product === symptom.product && (role === symptom.kind || symptom.kind === null),
  );
  const rises = own
    .filter(({ role }) => role === 'latency' || role === 'errors')
    .map((measured) => deviation(measured, symptom.at)?.rise)
    .filter((rise) => rise !== undefined);
  if (rises.length === 0) return 0;
  return clamp(2 * (2.5 - Math.max(...rises)), -4, 8);
}
