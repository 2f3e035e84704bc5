import type { Case, Spans } from '@fieldmarshal/server/localisation';

interface Covered {
  readonly products: ReadonlySet<string>;
  readonly isFailing: boolean;
}

/** Spectrum-based localisation with Ochiai's formula: products that failing runs, else failing traces, go through and others do not. */
export function ochiai(input: Case): string[] {
  const covered =
    input.runs.length > 0
      ? input.runs.map(({ products, passed }): Covered => ({
          products: new Set(products),
          isFailing: !passed,
        }))
      : ofTraces(input);
  const failing = covered.filter(({ isFailing }) => isFailing).length;
  const counts = new Map<string, { failing: number; all: number }>();
  for (const { products, isFailing } of covered)
    for (const id of products) {
      const known = counts.get(id) ?? { failing: 0, all: 0 };
      counts.set(id, { failing: known.failing + (isFailing ? 1 : 0), all: known.all + 1 });
    }
  return [...counts]
    .map(([id, count]) => ({ id, score: failing > 0 ? count.failing / Math.sqrt(failing * count.all) : 0 }))
    .toSorted((a, b) => b.score - a.score || (a.id < b.id ? -1 : 1))
    .map(({ id }) => id);
}

/** A trace fails that reports a failure, writes an error, or takes far longer than its first operation usually does. */
function ofTraces({ now, usual }: Case): Covered[] {
  const quiet = traces(usual.spans);
  const bounds = new Map<string, number>();
  for (const [operation, times] of grouped(quiet)) {
    const sorted = times.toSorted((a, b) => a - b);
    bounds.set(operation, (sorted[Math.floor(sorted.length * 0.95)] ?? Infinity) * 1.5);
  }
  const seen = traces(now.spans).map((trace): Covered => ({
    products: trace.products,
    isFailing: trace.hasFailed || trace.us > (bounds.get(trace.operation) ?? Infinity),
  }));
  return [...seen, ...quiet.map(({ products }): Covered => ({ products, isFailing: false }))];
}

interface Trace {
  products: Set<string>;
  operation: string;
  us: number;
  hasFailed: boolean;
}

function traces(spans: Spans | null): Trace[] {
  const found = new Map<number, Trace>();
  spans?.trace.forEach((number, row) => {
    const trace = found.get(number) ?? { products: new Set(), operation: '', us: 0, hasFailed: false };
    trace.products.add(spans.product[row] ?? '');
    trace.hasFailed ||= spans.failed?.[row] === true;
    const us = spans.durationUs[row] ?? 0;
    if (us > trace.us) Object.assign(trace, { us, operation: spans.operation[row] ?? '' });
    found.set(number, trace);
  });
  return [...found.values()];
}

function grouped(list: readonly Trace[]): Map<string, number[]> {
  const groups = new Map<string, number[]>();
  for (const { operation, us } of list) groups.set(operation, [...(groups.get(operation) ?? []), us]);
  return groups;
}
