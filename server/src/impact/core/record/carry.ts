import type { ImpactRow } from '@fieldmarshal/contract/impact';
import { isCounted, keyOf, lostUntil, wasHit } from './row.ts';

export interface Carrying {
  readonly now: string;
  /** Whether anything is still seen failing. Where nothing is, what is no longer listed has recovered; else it was a mistake. */
  readonly active: boolean;
}

/**
 * The rows of an incident after a new assessment. What was hit and recovered stays, with the moment, since messages and reviews need it;
 * a mere guess that a passing check refutes goes. Minutes that were lost stay lost.
 */
export function carry(
  before: readonly ImpactRow[],
  assessed: readonly ImpactRow[],
  { now, active }: Carrying,
): ImpactRow[] {
  const fresh = new Map(assessed.map((row) => [keyOf(row), row]));
  const known = new Map(before.map((row) => [keyOf(row), row]));
  const listed = assessed.map((row) => follow(known.get(keyOf(row)), row, { now, active }));
  const gone = before.filter((row) => !fresh.has(keyOf(row))).flatMap((row) => outlive(row, now));
  return [...listed, ...gone];
}

function follow(before: ImpactRow | undefined, row: ImpactRow, { now, active }: Carrying): ImpactRow {
  if (row.standing === 'not-hit' || row.state === 'unknown') {
    // Elsewhere it may be unknown; where it was seen to be hit it is not any more.
    if (before === undefined || !wasHit(before)) return row;
    const isMistake = active && !before.observed && before.decision === null && before.until === null;
    return isMistake ? row : ended(before, now);
  }
  if (before === undefined || before.standing === 'not-hit') return counted({ ...row, asOf: row.since }, now);
  const since = before.since < row.since ? before.since : row.since;
  const lost = lostUntil(before, now);
  return { ...row, since, observed: row.observed || before.observed, userMinutesLost: lost, asOf: now };
}

/** A new row has lost what was lost since its evidence began. */
function counted(row: ImpactRow, now: string): ImpactRow {
  return { ...row, userMinutesLost: isCounted(row) ? lostUntil(row, now) : 0, asOf: now };
}

/** What is no longer listed: kept where it was hit or somebody decided about it. */
function outlive(row: ImpactRow, now: string): ImpactRow[] {
  if (row.decision?.what === 'added') return [{ ...row, userMinutesLost: lostUntil(row, now), asOf: now }];
  if (wasHit(row)) return [ended(row, now)];
  return row.decision === null ? [] : [row];
}

/** Over, from now on or since before. */
export function ended(row: ImpactRow, now: string): ImpactRow {
  if (row.until !== null) return row;
  return { ...row, userMinutesLost: lostUntil(row, now), asOf: now, until: now };
}
