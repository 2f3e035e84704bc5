import type { RunReport } from '@fieldmarshal/contract/checks';
import { z } from 'zod';

/** A part of a run: products that its steps are said to need or that it asked, and the traces of what it asked. */
const part = z.object({ products: z.array(z.string()), traces: z.array(z.string()) });
type Part = z.infer<typeof part>;

const shapes = ['assertion', 'timeout', 'network', 'runner', 'unknown'] as const;

/** What a run went through, as far as its report tells. Times are milliseconds since 1970. */
export const runPath = z.object({
  step: z.object({ name: z.string(), products: z.array(z.string()), shape: z.enum(shapes) }).nullable(),
  /** The step at which it failed; absent = not known. */
  failedIn: part.optional(),
  /** What passed before that step; absent = not known, as of runs that ended before it was kept. */
  passedIn: part.optional(),
  requests: z.array(
    z.object({
      product: z.string(),
      name: z.string(),
      at: z.number(),
      durationMs: z.number(),
      status: z.number().nullable(),
    }),
  ),
});
export type RunPath = z.infer<typeof runPath>;

export interface ReadPath {
  readonly products: string[];
  readonly traces: string[];
  readonly path: RunPath;
}

const limits = { products: 100, traces: 50, requests: 100, name: 200 } as const;

/** Takes out of a report what a verdict needs of it. */
export function pathOf(report: RunReport, startedAt: number): ReadPath {
  const own = report.requests.filter(({ product }) => product !== null);
  const step = stepOf(report);
  const began = step === null ? null : beganAt(report.steps, report.failedStep);
  const products = [
    ...report.steps.flatMap((step) => step.products),
    ...own.flatMap(({ product }) => product ?? []),
  ];
  const traces = report.requests.flatMap(({ traceId }) => traceId ?? []);
  return {
    products: [...new Set(products)].slice(0, limits.products),
    traces: [...new Set(traces)].slice(0, limits.traces),
    path: {
      step,
      ...(began !== null && {
        failedIn: failedInOf(report, began, step?.products ?? []),
        passedIn: passedInOf(report, began),
      }),
      requests: own.slice(0, limits.requests).map((request) => ({
        product: request.product ?? '',
        name: nameOf(request),
        at: startedAt + request.atMs,
        durationMs: request.durationMs,
        status: statusOf(request),
      })),
    },
  };
}

function nameOf({ method, url }: RunReport['requests'][number]): string {
  const path = /^[a-z]+:\/\/[^/?#]*([^?#]*)/i.exec(url)?.[1] ?? url;
  // Ids differ from run to run, and the same request must have the same name.
  const plain = path.replaceAll(/[0-9a-f]{8}-[0-9a-f-]{27}|(?<=[/-])\d+/gi, '*');
  return `${method} ${plain}`.slice(0, limits.name);
}

/** 0: no answer. Null: not known, as of a request that the page itself gave up. */
function statusOf({ status, failure }: RunReport['requests'][number]): number | null {
  if (status !== null) return status;
  return failure === null || /abort/i.test(failure) ? null : 0;
}

function isFailed(status: number | null): boolean {
  return status === 0 || (status ?? 0) >= 500;
}

function stepOf({ verdict, fault, error, steps, failedStep }: RunReport): RunPath['step'] {
  if (verdict !== 'failed') return null;
  const products = new Set<string>();
  let name = '';
  let index = failedStep;
  // A parent stands before its children; anything else would go in circles.
  while (index !== null) {
    const step = steps[index];
    if (step === undefined) break;
    for (const product of step.products) products.add(product);
    if (name === '' || step.category === 'test.step') name = step.title;
    index = step.parent !== null && step.parent < index ? step.parent : null;
  }
  return {
    name: name.slice(0, limits.name),
    products: [...products].slice(0, limits.products),
    shape: shapeOf(fault?.class ?? 'product', error?.message ?? ''),
  };
}

/** What the failed step was about; what it asked began with it or later. */
function failedInOf({ requests }: RunReport, began: number, needed: readonly string[]): Part {
  return partOf(
    needed,
    requests.filter(({ atMs }) => atMs >= began),
  );
}

/** What steps that had ended by then were about, and what was asked until then, but for what failed though the run went on. */
function passedInOf({ steps, requests }: RunReport, began: number): Part {
  const ended = steps.filter(({ atMs, durationMs }) => atMs < began && atMs + durationMs <= began);
  return partOf(
    ended.flatMap(({ products }) => products),
    requests.filter((request) => request.atMs < began && !isFailed(statusOf(request))),
  );
}

function partOf(needed: readonly string[], asked: RunReport['requests']): Part {
  const products = new Set([...needed, ...asked.flatMap(({ product }) => product ?? [])]);
  const traces = new Set(asked.flatMap(({ traceId }) => traceId ?? []));
  return { products: [...products].slice(0, limits.products), traces: [...traces].slice(0, limits.traces) };
}

/** When the outermost step that its author named began. Null where nothing says which step that was. */
function beganAt(steps: RunReport['steps'], failedStep: number | null): number | null {
  let found: number | null = null;
  let index = failedStep;
  while (index !== null) {
    const step: RunReport['steps'][number] | undefined = steps[index];
    if (step === undefined) break;
    if (step.category === 'test.step') found = step.atMs;
    index = step.parent !== null && step.parent < index ? step.parent : null;
  }
  return found;
}

function shapeOf(
  faultClass: NonNullable<RunReport['fault']>['class'],
  message: string,
): (typeof shapes)[number] {
  if (faultClass === 'harness') return 'runner';
  if (faultClass === 'environment') return 'network';
  return /time(d)? ?-?out/i.test(message) ? 'timeout' : 'assertion';
}
