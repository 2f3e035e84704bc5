import type { Case } from './case.ts';
import type { Facts } from './facts.ts';
import { clamp, largest } from './numbers.ts';
import { isNear, isOfUsingUp } from './witnesses/context/alerts.ts';
import { beganAt } from './witnesses/metrics/began.ts';
import { deviation } from './witnesses/metrics/series.ts';

/** A test that failed is no measurement that may be noise: if no product did it, the test or the environment did. */
const aTestFailed = -4;

/** Whoever set the bound of an alert says that beyond it something is wrong; about one in eight is noise. */
const anAlertFired = -2;

/** The most that a measurement which is as usual says against there being any trouble. */
const asUsual = 8;

/** Spreads above its level from which a measurement is hardly the usual noise: one row in a few hundred goes as far. */
const clearRise = 2.7;

/**
 * Nats that nothing is wrong, from the measurement in which trouble was said to be seen: above 0 where it is as usual, below 0 where it
 * is not. Where there is no such measurement, or it is not said which it is, by whether an alert fired.
 */
export function doubtOfSymptom(facts: Facts): number {
  const {
    case: { symptom, series, step, alerts },
    index,
  } = facts;
  if (step !== null) return aTestFailed;
  const own = series.filter(
    ({ product, role }) => product === symptom.product && (role === symptom.kind || symptom.kind === null),
  );
  const rises = own
    .filter(({ role }) => role === 'latency' || role === 'errors')
    .map((measured) => deviation(measured, beganAt(facts))?.jump)
    .filter((rise) => rise !== undefined);
  const fired = alerts.some(({ product, startedAt }) => index.has(product) && isNear(symptom.at - startedAt));
  if (rises.length === 0) return fired ? anAlertFired : 0;
  const most = fired && symptom.kind === null ? anAlertFired : asUsual;
  return clamp(2.5 * (clearRise - largest(rises)), -4, most);
}

/**
 * What kind of trouble alerts alone speak of. Where each is about what a product uses up, nothing is slow and nothing fails that anybody
 * looks at: what takes a little longer in another product is the day's weather, and explains nothing.
 */
export function kindByAlerts(alerts: Case['alerts'], at: number): Case['symptom']['kind'] {
  const near = alerts.filter(({ startedAt }) => isNear(at - startedAt));
  return near.length > 0 && near.every(({ name }) => isOfUsingUp(name)) ? 'resource' : null;
}
