import type { Series } from '../../case.ts';
import type { Facts } from '../../facts.ts';
import { finite, levelOf } from '../../numbers.ts';
import { firstRow } from './series.ts';

/** An alarm comes this much too late at most, or two rows. */
const lateMs = 120_000;
const lateRows = 2;
/** So many spreads above how it was a row belongs to the trouble; less may be the usual noise. */
const clearRise = 2;
const fewValues = 8;

const known = new WeakMap<Facts, number>();

/**
 * When the trouble began by the measurement in which it was seen, in milliseconds: an alarm needs a row or two to be sure, and what came
 * meanwhile would count as how it was before. Never later than the alarm, and the alarm itself where nothing tells.
 */
export function beganAt(facts: Facts): number {
  const before = known.get(facts);
  if (before !== undefined) return before;
  const found = look(facts);
  known.set(facts, found);
  return found;
}

function look({ case: { symptom, series } }: Facts): number {
  const own = series.filter(
    ({ product, role }) =>
      product === symptom.product &&
      (role === symptom.kind || (symptom.kind === null && (role === 'latency' || role === 'errors'))),
  );
  return own.reduce((first, each) => Math.min(first, momentIn(each, symptom.at)), symptom.at);
}

function momentIn(series: Series, alarm: number): number {
  const alarmed = firstRow(series, alarm);
  const bound = Math.min(series.at[alarmed - lateRows] ?? alarm, alarm - lateMs);
  let moment = alarm;
  for (let row = alarmed - 1; row >= 1 && (series.at[row] ?? bound) >= bound; row -= 1) {
    const value = series.value[row];
    const level = levelBefore(series, row);
    if (level === null || value == null || !Number.isFinite(value)) break;
    if (value - level.middle < clearRise * level.unit) break;
    moment = series.at[row] ?? moment;
  }
  return moment;
}

/** How it usually is, else how it was before a row; null where neither is known. */
function levelBefore({ usual, value, role }: Series, row: number): { middle: number; unit: number } | null {
  const told = finite(usual);
  const values = told.length >= fewValues ? told : [...told, ...finite(value.slice(0, row))];
  if (values.length === 0) return null;
  const { middle, spread } = levelOf(values);
  const relative = values.length < fewValues ? 0.15 : 0.03;
  const least = Math.max(Math.abs(middle) * relative, role === 'errors' ? 0.002 : 1e-9);
  return { middle, unit: Math.max(spread, least) };
}
