import type { Case, Series } from '@fieldmarshal/server/localisation';

interface Split {
  readonly series: Series;
  readonly before: readonly number[];
  readonly since: readonly number[];
}

const fewest = 3;

function splits({ series, symptom }: Case): Split[] {
  return series.flatMap((one): Split[] => {
    const usual = numbers(one.usual);
    const early = numbers(one.value.filter((_, row) => (one.at[row] ?? 0) < symptom.at));
    const since = numbers(one.value.filter((_, row) => (one.at[row] ?? 0) >= symptom.at));
    const before = usual.length >= fewest ? usual : early;
    return before.length < fewest || since.length === 0 ? [] : [{ series: one, before, since }];
  });
}

/** Largest deviation of any metric in standard deviations ("N-sigma"). */
export function maxZ(input: Case): string[] {
  return strongest(
    splits(input).map(({ series, before, since }) => {
      const middle = mean(before);
      const deviation = Math.sqrt(mean(before.map((value) => (value - middle) ** 2))) || 1e-9;
      return [series.product, Math.max(...since.map((value) => Math.abs(value - middle) / deviation))];
    }),
  );
}

/** BARO's scorer (Pham et al., FSE 2024): the largest deviation of any metric from its median, in interquartile ranges. */
export function baro(input: Case): string[] {
  return strongest(
    splits(input).map(({ series, before, since }) => {
      const range = quantile(before, 0.75) - quantile(before, 0.25) || 1e-9;
      const middle = quantile(before, 0.5);
      return [series.product, Math.max(...since.map((value) => Math.abs(value - middle) / range))];
    }),
  );
}

/** Anomalous products by the metric of the symptom: beyond five scaled median deviations, with their scores. */
function anomalous(input: Case): Map<string, number> {
  const { kind } = input.symptom;
  const found = new Map<string, number>();
  for (const { series, before, since } of splits(input)) {
    if (kind !== null && series.role !== kind) continue;
    const middle = quantile(before, 0.5);
    const deviation =
      1.4826 *
        quantile(
          before.map((value) => Math.abs(value - middle)),
          0.5,
        ) +
      1e-12;
    const score = Math.max(...since.map((value) => Math.abs(value - middle) / deviation));
    if (score > 5) found.set(series.product, Math.max(found.get(series.product) ?? 0, score));
  }
  return found;
}

/** Traversal (Hardt et al., CLeaR 2024): anomalous products that the symptom reaches over anomalous ones and that call no anomalous one. */
export function traversal(input: Case): string[] {
  const scores = anomalous(input);
  const { product } = input.symptom;
  const callees = (caller: string) => input.calls.filter(([from]) => from === caller).map(([, to]) => to);
  const reached = new Map<string, number>();
  const walk = (here: string, path: ReadonlySet<string>, sum: number): void => {
    for (const next of callees(here)) {
      const score = scores.get(next);
      if (score === undefined || path.has(next) || path.size > 12) continue;
      reached.set(next, Math.max(reached.get(next) ?? 0, sum + score));
      walk(next, new Set([...path, next]), sum + score);
    }
  };
  if (product === null) for (const [id, score] of scores) reached.set(id, score);
  else if (scores.has(product)) walk(product, new Set([product]), scores.get(product) ?? 0);
  return strongest([...reached].filter(([id]) => !callees(id).some((callee) => scores.has(callee))));
}

/** Anomalous products by how closely they move with the symptom. */
export function correlation(input: Case): string[] {
  const { product, kind } = input.symptom;
  const of = (id: string) =>
    input.series.find((series) => series.product === id && (kind === null || series.role === kind));
  const target = of(product ?? '');
  if (target === undefined) return [];
  return strongest(
    [...anomalous(input).keys()].filter((id) => id !== product).map((id) => [id, alike(of(id), target)]),
  );
}

function alike(one: Series | undefined, target: Series): number {
  const [a, b] = [
    [...(one?.usual ?? []), ...(one?.value ?? [])],
    [...target.usual, ...target.value],
  ];
  const pairs = a.flatMap((value, row) =>
    isNumber(value) && isNumber(b[row]) ? [[value, b[row]] as const] : [],
  );
  const [left, right] = [mean(pairs.map(([value]) => value)), mean(pairs.map(([, value]) => value))];
  const both = pairs.reduce((total, [x, y]) => total + (x - left) * (y - right), 0);
  const size = Math.sqrt(
    pairs.reduce((total, [x]) => total + (x - left) ** 2, 0) *
      pairs.reduce((total, [, y]) => total + (y - right) ** 2, 0),
  );
  return size > 0 ? Math.abs(both / size) : 0;
}

function strongest(scores: readonly (readonly [string, number])[]): string[] {
  const best = new Map<string, number>();
  for (const [id, score] of scores) best.set(id, Math.max(best.get(id) ?? -Infinity, score));
  return [...best].toSorted((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1)).map(([id]) => id);
}

function isNumber(value: number | null | undefined): value is number {
  return typeof value === 'number' && Number.isFinite(value);
}

function numbers(values: readonly (number | null)[]): number[] {
  return values.filter(isNumber);
}

function mean(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0) / Math.max(1, values.length);
}

function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0;
}
