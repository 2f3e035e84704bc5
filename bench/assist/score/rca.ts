export interface ScoredRca {
  readonly score: number;
  readonly truth: boolean;
  /** Incidents of one group are compared with one another only. */
  readonly group: string;
}

export interface RcaFigures {
  readonly auc: number;
  /** Inside of a severity, pairs of each weighed alike. */
  readonly within: number;
  readonly ap: number;
  /** Share of the true ones among the fifth with the highest scores. */
  readonly top20: number;
  readonly ece: number;
}

export function figuresOf(rows: readonly ScoredRca[]): RcaFigures {
  return {
    auc: auc(rows),
    within: within(rows),
    ap: averagePrecision(rows),
    top20: recallAtTop(rows),
    ece: ece(rows),
  };
}

function auc(rows: readonly ScoredRca[]): number {
  const [yes, no] = [rows.filter(({ truth }) => truth), rows.filter(({ truth }) => !truth)];
  let won = 0;
  for (const a of yes) for (const b of no) won += a.score > b.score ? 1 : a.score === b.score ? 0.5 : 0;
  return won / (yes.length * no.length);
}

function within(rows: readonly ScoredRca[]): number {
  let [sum, pairs] = [0, 0];
  for (const group of new Set(rows.map((row) => row.group))) {
    const inside = rows.filter((row) => row.group === group);
    const yes = inside.filter(({ truth }) => truth).length;
    const count = yes * (inside.length - yes);
    if (count === 0) continue;
    sum += auc(inside) * count;
    pairs += count;
  }
  return sum / pairs;
}

function sorted(rows: readonly ScoredRca[]): ScoredRca[] {
  return rows.toSorted((a, b) => b.score - a.score);
}

function averagePrecision(rows: readonly ScoredRca[]): number {
  let [hits, sum] = [0, 0];
  for (const [index, { truth }] of sorted(rows).entries())
    if (truth) {
      hits += 1;
      sum += hits / (index + 1);
    }
  return sum / hits;
}

function recallAtTop(rows: readonly ScoredRca[]): number {
  const top = sorted(rows).slice(0, Math.ceil(rows.length / 5));
  return top.filter(({ truth }) => truth).length / rows.filter(({ truth }) => truth).length;
}

/** Expected calibration error over ten equal steps of probability. */
function ece(rows: readonly ScoredRca[]): number {
  let total = 0;
  for (let bin = 0; bin < 10; bin += 1) {
    const inside = rows.filter(({ score }) => Math.min(9, Math.floor(score * 10)) === bin);
    if (inside.length === 0) continue;
    const said = inside.reduce((sum, { score }) => sum + score, 0);
    total += Math.abs(said - inside.filter(({ truth }) => truth).length);
  }
  return total / rows.length;
}
