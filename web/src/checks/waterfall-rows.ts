import type { RunDetail } from '@fieldmarshal/contract/checks/view';

type Report = NonNullable<RunDetail['report']>;

export interface Bar {
  key: string;
  product: string | null;
  title: string;
  note: string | null;
  atMs: number;
  durationMs: number;
  failed: boolean;
}

const barsMax = 200;

/** The author's steps and the requests, in the order in which they began; what Playwright does inside a step is too fine, unless it failed. */
export function waterfallOf({ steps, requests, failedStep }: Report): { bars: Bar[]; left: number } {
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
    };
  });
  const all = [...ownSteps, ...asked].toSorted((a, b) => a.atMs - b.atMs);
  return { bars: all.slice(0, barsMax), left: Math.max(0, all.length - barsMax) };
}

function shortUrl(url: string): string {
  const parsed = URL.parse(url);
  const text = parsed === null ? url : `${parsed.host}${parsed.pathname}`;
  return text.length <= 90 ? text : `${text.slice(0, 89)}…`;
}
