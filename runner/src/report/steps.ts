import { runLimits, type NewRunReport } from '@fieldmarshal/contract/checks';
import type { SpokenStep } from '../inside/messages.ts';
import { clamped, errorOf } from './parts.ts';

type Step = NonNullable<NewRunReport['steps']>[number];

export interface Steps {
  readonly steps: Step[];
  /** Index of the first that failed, as deep as it goes. */
  readonly failedStep: number | null;
  readonly isCut: boolean;
}

/** The tree of steps, flat, a step before its parts; times count from `startedAt`. Fixtures and hooks without a fault are left out. */
export function stepsOf(tree: readonly SpokenStep[], startedAt: number): Steps {
  const steps: Step[] = [];
  let failedStep: number | null = null;
  let isCut = false;
  const add = (spoken: SpokenStep, parent: number | null): void => {
    if (isQuiet(spoken)) {
      for (const part of spoken.steps) add(part, parent);
      return;
    }
    if (steps.length >= runLimits.steps) {
      isCut = true;
      return;
    }
    const index = steps.push(stepOf(spoken, { parent, startedAt })) - 1;
    if (spoken.error && (failedStep === null || failedStep === parent)) failedStep = index;
    for (const part of spoken.steps) add(part, index);
  };
  for (const spoken of tree) add(spoken, null);
  return { steps, failedStep, isCut };
}

function isQuiet({ category, error }: SpokenStep): boolean {
  return error === null && (category === 'fixture' || category === 'hook');
}

function stepOf(
  { title, category, at, durationMs, error, products }: SpokenStep,
  { parent, startedAt }: { parent: number | null; startedAt: number },
): Step {
  return {
    title: title.slice(0, 1000),
    category: category.slice(0, 100),
    parent,
    atMs: clamped(at - startedAt),
    durationMs: clamped(durationMs),
    products: products.filter((name) => /^[a-z0-9-]{1,63}$/.test(name)).slice(0, 20),
    error: error ? errorOf(error) : null,
  };
}
