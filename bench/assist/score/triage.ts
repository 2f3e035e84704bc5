/** Probability that a bad case is placed above a good one; ties count half. 0.5 says nothing. */
export function areaUnderCurve(scored: readonly { readonly score: number; readonly bad: boolean }[]): number {
  const sorted = [...scored].sort((a, b) => a.score - b.score);
  const bad = sorted.filter((one) => one.bad).length;
  let sum = 0;
  for (let from = 0; from < sorted.length;) {
    let to = from;
    while (to < sorted.length && sorted[to]?.score === sorted[from]?.score) to += 1;
    sum += sorted.slice(from, to).filter((one) => one.bad).length * ((from + 1 + to) / 2);
    from = to;
  }
  return (sum - (bad * (bad + 1)) / 2) / (bad * (sorted.length - bad));
}

/** Share of the bad cases that are above the score which three in ten of the good ones reach. */
export function recallAt30(scored: readonly { readonly score: number; readonly bad: boolean }[]): number {
  const good = scored
    .filter(({ bad }) => !bad)
    .map(({ score }) => score)
    .sort((a, b) => b - a);
  const limit = good[Math.floor(good.length * 0.3)] ?? 0;
  const bad = scored.filter((one) => one.bad);
  return bad.filter(({ score }) => score > limit).length / Math.max(1, bad.length);
}

/** Precision, recall and their harmonic mean over all names of all rows. */
export function namesFound(
  rows: readonly { readonly found: readonly string[]; readonly true: readonly string[] }[],
): { precision: number; f1: number } {
  let hit = 0;
  let found = 0;
  let real = 0;
  for (const row of rows) {
    hit += row.found.filter((name) => row.true.includes(name)).length;
    found += row.found.length;
    real += row.true.length;
  }
  return { precision: hit / Math.max(1, found), f1: (2 * hit) / Math.max(1, found + real) };
}

const levels = ['none', 'minor', 'major', 'critical'];

/** Mean F1 over the levels there are, and the share of rows that were called less bad than they were. */
export function levelsFound(rows: readonly { readonly said: string; readonly true: string }[]): {
  f1: number;
  under: number;
} {
  const f1 = levels.flatMap((level) => {
    const real = rows.filter((row) => row.true === level).length;
    if (real === 0) return [];
    const said = rows.filter((row) => row.said === level).length;
    const hit = rows.filter((row) => row.said === level && row.true === level).length;
    return [(2 * hit) / Math.max(1, said + real)];
  });
  const under = rows.filter((row) => levels.indexOf(row.said) < levels.indexOf(row.true)).length;
  return {
    f1: f1.reduce((sum, one) => sum + one, 0) / Math.max(1, f1.length),
    under: under / Math.max(1, rows.length),
  };
}
