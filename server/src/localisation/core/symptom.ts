import type { Facts } from './facts.ts';
import { clamp } from './numbers.ts';
import { deviation } from './witnesses/metrics/series.ts';

/** A test that failed is no measurement that may be noise: if no product did it, the test or the environment did. */
const aTestFailed = -4;

/** Spreads above its level from which a measurement is hardly the usual noise: one row in a few hundred goes as far. */
const clearRise = 2.7;

/**
 * Nats that nothing is wrong, from the measurement in which trouble was said to be seen: above 0 where it is as usual, below 0 where it
 * is not. 0 where there is no such measurement.
 */
export function doubtOfSymptom({ case: { symptom, series, step } }: Facts): number {
  if (step !== null) return aTestFailed;
  const own = series.filter(
    ({ product, role }) => product === symptom.product && (role === symptom.kind || symptom.kind === null),
  );
  const rises = own
    .filter(({ role }) => role === 'latency' || role === 'errors')
    .map((measured) => deviation(measured, symptom.at)?.jump)
    .filter((rise) => rise !== undefined);
  if (rises.length === 0) return 0;
  return clamp(2.5 * (clearRise - Math.max(...rises)), -4, 8);
}
