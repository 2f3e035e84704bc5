import type { PlacedSpan } from './place-span.ts';

/** Calls of one product by another in an environment, as spans show them. */
export interface SeenCall {
  readonly caller: string;
  readonly callee: string;
  readonly environment: string;
  readonly calls: number;
  readonly failed: number;
}

/** Who calls whom: by the product of the span above, where both came together, and by what calling spans say. */
export function callsOf(spans: readonly PlacedSpan[]): SeenCall[] {
  const byId = new Map(spans.map((span) => [`${span.traceId} ${span.spanId}`, span]));
  const answered = new Set(
    spans.flatMap(({ traceId, parentId }) => (parentId === null ? [] : `${traceId} ${parentId}`)),
  );
  const seen = new Map<string, SeenCall>();
  const count = (caller: string | null, callee: string | null, { environment, failed }: PlacedSpan): void => {
    if (caller === null || callee === null || caller === callee) return;
    const key = `${caller} ${callee} ${environment ?? ''}`;
    const known = seen.get(key) ?? { caller, callee, environment: environment ?? '', calls: 0, failed: 0 };
    seen.set(key, { ...known, calls: known.calls + 1, failed: known.failed + (failed ? 1 : 0) });
  };
  for (const span of spans) {
    const parent = span.parentId === null ? undefined : byId.get(`${span.traceId} ${span.parentId}`);
    if (parent !== undefined) count(parent.product, span.product, span);
    // A call whose other side is here too is counted there.
    if (!answered.has(`${span.traceId} ${span.spanId}`)) count(span.product, span.peer, span);
  }
  return [...seen.values()].toSorted((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
}

function keyOf({ caller, callee, environment }: SeenCall): string {
  return `${caller} ${callee} ${environment}`;
}
