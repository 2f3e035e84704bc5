export interface Scored {
  readonly causes: readonly string[];
  readonly ranked: readonly string[];
  readonly isClear: boolean;
  readonly ms: number;
}

/** Shares are 0..1; NaN where there is no case to measure. */
export interface Score {
  readonly faults: number;
  readonly top1: number;
  readonly top3: number;
  readonly avg5: number;
  /** Of the cases in which nothing is wrong, the share with an empty answer. */
  readonly specificity: number;
  /** Of the answers called clear, the share that is right; and the share of all cases that got one. */
  readonly precision: number;
  readonly coverage: number;
  readonly p95Ms: number;
}

const deepest = 5;

export function score(cases: readonly Scored[]): Score {
  const faults = cases.filter(({ causes }) => causes.length > 0);
  const quiet = cases.filter(({ causes }) => causes.length === 0);
  const clear = faults.filter(({ isClear, ranked }) => isClear && ranked.length > 0);
  const at = (depth: number) => mean(faults.map((one) => recall(one, depth)));
  return {
    faults: faults.length,
    top1: at(1),
    top3: at(3),
    avg5: mean(Array.from({ length: deepest }, (_, depth) => at(depth + 1))),
    specificity: mean(quiet.map(({ ranked }) => (ranked.length === 0 ? 1 : 0))),
    precision: mean(clear.map((one) => recall(one, 1))),
    coverage: clear.length / faults.length,
    p95Ms: cases.map(({ ms }) => ms).toSorted((a, b) => a - b)[Math.floor(cases.length * 0.95)] ?? Number.NaN,
  };
}

/** Recall among the first `depth` answers, as in the literature: of several causes each counts its part. */
function recall({ causes, ranked }: Pick<Scored, 'causes' | 'ranked'>, depth: number): number {
  return ranked.slice(0, depth).filter((id) => causes.includes(id)).length / Math.min(depth, causes.length);
}

function mean(values: readonly number[]): number {
  return values.length === 0 ? Number.NaN : values.reduce((total, value) => total + value, 0) / values.length;
}

export const header = `${''.padEnd(30)}${['n', 'top-1', 'top-3', 'Avg@5', 'specif.', 'precis.', 'cover.', 'p95 ms'].map((word) => word.padStart(9)).join('')}`;

export function line(name: string, found: Score): string {
  const figure = (value: number) => (Number.isNaN(value) ? '-' : value.toFixed(3)).padStart(9);
  const figures = [found.top1, found.top3, found.avg5, found.specificity, found.precision, found.coverage]
    .map(figure)
    .join('');
  return `${name.padEnd(30)}${String(found.faults).padStart(9)}${figures}${found.p95Ms.toFixed(1).padStart(9)}`;
}
