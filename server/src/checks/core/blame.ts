import type { RunReport } from '@fieldmarshal/contract/checks';

type Evidence = Pick<RunReport, 'failedStep' | 'steps' | 'requests'>;

/**
 * The products that a failed run points at, the likeliest first: those of the step that failed and of the steps around it, those whose
 * requests failed, then those that the check looks at. A first word for routing, not a verdict.
 */
export function blamed({ failedStep, steps, requests }: Evidence, products: readonly string[]): string[] {
  const failed = requests.flatMap(({ product, status }) =>
    product !== null && (status === null || status >= 500) ? [product] : [],
  );
  return [...new Set([...productsOfStep(steps, failedStep), ...failed, ...products])].slice(0, 20);
}

function productsOfStep(steps: Evidence['steps'], failedStep: number | null): string[] {
  const found: string[] = [];
  let index = failedStep;
  // A parent stands before its children; anything else would go in circles.
  while (index !== null) {
    const step = steps[index];
    if (step === undefined) break;
    found.push(...step.products);
    index = step.parent !== null && step.parent < index ? step.parent : null;
  }
  return found;
}
