import type { RunDetail } from '@fieldmarshal/contract/checks/view';
import type { RunSpans } from '@fieldmarshal/contract/localisation/spans';

type Report = NonNullable<RunDetail['report']>;
type RunSpan = RunSpans['items'][number];

export interface Bar {
  key: string;
  product: string | null;
  title: string;
  note: string | null;
  atMs: number;
  durationMs: number;
  failed: boolean;
  /** How far inside what stands above it; steps and requests are at 0. */
  depth: number;
}

const barsMax = 200;

/**
 * The author's steps and the requests, in the order in which they began; what Playwright does inside a step is too fine, unless it failed.
 * Among them what happened behind the requests, by spans: a trace begins with the first request that names it, and only times within it
 * are compared, as the clocks of products differ from the runner's.
 */
export function waterfallOf(
  { steps, requests, failedStep }: Report,
  spans: readonly RunSpan[] = [],
): { bars: Bar[]; left: number } {
  const ownSteps = steps.flatMap((step, index): Bar[] => {
    const failed = step.error !== null || index === failedStep;
    if (!failed && step.parent !== null && step.category !== 'test.step') return [];
    return [
      {
        key: `step ${index}`,
        product: step.products[0] ?? null,
        title: step.title,
        note: failed ? 'failed' : null,
        atMs: step.atMs,
        durationMs: step.durationMs,
        failed,
        depth: 0,
      },
    ];
  });
  const asked = requests.map((request, index): Bar => {
    const failed = request.status === null || request.status >= 400;
    const answer = request.status === null ? (request.failure ?? 'no answer') : String(request.status);
    return {
      key: `request ${index}`,
      product: request.product,
      title: `${request.method} ${shortUrl(request.url)}`,
      note: answer,
      atMs: request.atMs,
      durationMs: request.durationMs,
      failed,
      depth: 0,
    };
  });
  const groups = [...ownSteps, ...asked].map((bar) => [bar]);
  const all = [...groups, ...behind(requests, spans)]
    .toSorted((a, b) => (a[0]?.atMs ?? 0) - (b[0]?.atMs ?? 0))
    .flat();
  return { bars: all.slice(0, barsMax), left: Math.max(0, all.length - barsMax) };
}

/** Bars of spans, each call with what is below it; spans of a trace that no request names have no place. */
function behind(requests: Report['requests'], spans: readonly RunSpan[]): Bar[][] {
  const began = new Map<string, number>();
  for (const { traceId, atMs } of requests)
    if (traceId !== null) began.set(traceId, Math.min(began.get(traceId) ?? Infinity, atMs));
  const groups: Bar[][] = [];
  for (const [index, span] of spans.entries()) {
    const from = began.get(span.traceId);
    if (from === undefined) continue;
    const bar: Bar = {
      key: `span ${index}`,
      product: span.displayName,
      title: span.operation,
      note: span.failed ? 'failed' : null,
      atMs: from + span.startMs,
      durationMs: span.durationMs,
      failed: span.failed,
      depth: span.depth + 1,
    };
    if (span.depth === 0 || groups.length === 0) groups.push([bar]);
    else groups.at(-1)?.push(bar);
  }
  return groups;
}

function shortUrl(url: string): string {
  const parsed = URL.parse(url);
  const text = parsed === null ? url : `${parsed.host}${parsed.pathname}`;
  return text.length <= 90 ? text : `${text.slice(0, 89)}…`;
}
