import type { Matrix } from '@fieldmarshal/contract/checks';

const totalOf: Readonly<Record<string, keyof Matrix['totals']>> = {
  F: 'failing',
  D: 'degraded',
  O: 'ok',
  N: 'noData',
  M: 'maintenance',
  P: 'paused',
};
/** Small letters: what a site told last. It is counted apart, since nobody knows whether it still is so. */
const isTold = /[fdonp]/;

/** Counts the letters of all rows; a place where a check does not run counts for nothing. */
export function totalsOf(rows: readonly string[]): Matrix['totals'] {
  const totals = {
    checks: rows.length,
    cells: 0,
    failing: 0,
    degraded: 0,
    ok: 0,
    noData: 0,
    maintenance: 0,
    paused: 0,
    lastKnown: 0,
    lastKnownBad: 0,
  };
  for (const row of rows) {
    for (const letter of row) {
      if (isTold.test(letter)) {
        totals.cells += 1;
        totals.lastKnown += 1;
        if (letter === 'f' || letter === 'd') totals.lastKnownBad += 1;
        continue;
      }
      const total = totalOf[letter];
      if (total === undefined) continue;
      totals[total] += 1;
      totals.cells += 1;
    }
  }
  return totals;
}
