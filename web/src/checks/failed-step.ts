import type { RunDetail } from '@fieldmarshal/contract/checks/view';

type Report = NonNullable<RunDetail['report']>;

export interface FailedStep {
  /** The step as the author named it. */
  readonly title: string;
  /** Its place among the author's own steps at the top, from 1, and how many there are; null where it is none of them. */
  readonly place: { readonly number: number; readonly of: number } | null;
  readonly products: readonly string[];
  /** What failed inside it, in Playwright's words; null where it is the step itself. */
  readonly inside: string | null;
}

/** The first step that failed, by the outermost name that its author gave: an "Expect …" of Playwright says where, not what. */
export function failedStepOf({ steps, failedStep }: Pick<Report, 'steps' | 'failedStep'>): FailedStep | null {
  const failed = failedStep === null ? undefined : steps[failedStep];
  if (failed === undefined || failedStep === null) return null;
  let named = failedStep;
  const products = new Set<string>();
  // A parent stands before its children; anything else would go in circles.
  for (let index: number | null = failedStep; index !== null;) {
    const step: Report['steps'][number] | undefined = steps[index];
    if (step === undefined) break;
    if (step.category === 'test.step') named = index;
    for (const product of step.products) products.add(product);
    index = step.parent !== null && step.parent < index ? step.parent : null;
  }
  const own = steps.flatMap(({ category, parent }, index) =>
    parent === null && (category === 'test.step' || category === 'monitor') ? [index] : [],
  );
  const number = own.indexOf(named) + 1;
  return {
    title: steps[named]?.title ?? failed.title,
    place: number === 0 ? null : { number, of: own.length },
    products: [...products],
    inside: named === failedStep ? null : failed.title,
  };
}
