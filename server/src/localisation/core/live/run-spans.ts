import type { RunSpans } from '@fieldmarshal/contract/localisation';

/** A span as it is stored, with the name that people know its product by. */
export interface KeptSpan {
  readonly traceId: string;
  readonly spanId: string;
  readonly parentId: string | null;
  readonly product: string | null;
  readonly displayName: string;
  readonly operation: string;
  readonly startUs: number;
  readonly durationUs: number;
  readonly failed: boolean;
}

type Shown = RunSpans['items'][number];

const shownMax = 300;
/** As deep as anybody reads; spans in a circle end here too. */
const deepest = 40;

/**
 * Spans of a run as its waterfall shows them: where a product takes over from another, and where something failed; what a product does
 * inside itself is too fine. Trace by trace in the given order, calls before what they call. Spans whose parent is not known begin anew.
 */
export function shownSpans(spans: readonly KeptSpan[]): RunSpans {
  const traces = Map.groupBy(spans, ({ traceId }) => traceId);
  const items = [...traces.values()].flatMap(ofTrace);
  return { items: items.slice(0, shownMax), spans: spans.length };
}

function ofTrace(spans: readonly KeptSpan[]): Shown[] {
  const began = spans.reduce((first, { startUs }) => Math.min(first, startUs), Infinity);
  const known = new Set(spans.map(({ spanId }) => spanId));
  const below = Map.groupBy(spans, ({ parentId }) =>
    parentId === null || !known.has(parentId) ? '' : parentId,
  );
  const found: Shown[] = [];
  const seen = new Set<string>();
  const walk = (span: KeptSpan, above: KeptSpan | null, depth: number): void => {
    if (seen.has(span.spanId)) return;
    seen.add(span.spanId);
    const takesOver =
      above === null || above.product !== span.product || above.displayName !== span.displayName;
    const isShown = takesOver || (span.failed && !hasFailedBelow(span, below));
    if (isShown) found.push(shown(span, began, depth));
    if (depth >= deepest) return;
    for (const child of inOrder(below.get(span.spanId) ?? [])) walk(child, span, isShown ? depth + 1 : depth);
  };
  for (const root of inOrder(below.get('') ?? [])) walk(root, null, 0);
  return found;
}

function hasFailedBelow({ spanId }: KeptSpan, below: ReadonlyMap<string, readonly KeptSpan[]>): boolean {
  return (below.get(spanId) ?? []).some(({ failed }) => failed);
}

function inOrder(spans: readonly KeptSpan[]): KeptSpan[] {
  return spans.toSorted((a, b) => a.startUs - b.startUs || (a.spanId < b.spanId ? -1 : 1));
}

function shown(span: KeptSpan, began: number, depth: number): Shown {
  const { traceId, product, displayName, operation, startUs, durationUs, failed } = span;
  return {
    ...{ traceId, product, displayName, operation, depth, failed },
    startMs: (startUs - began) / 1_000,
    durationMs: durationUs / 1_000,
  };
}
