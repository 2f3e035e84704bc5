interface Steps {
  /** Index into `steps`. */
  readonly failedStep?: number | null | undefined;
  readonly steps?:
    | readonly {
        readonly title: string;
        readonly category: string;
        readonly parent?: number | null | undefined;
      }[]
    | undefined;
}

/**
 * The title of the step that failed: the outermost that has one in the author's own words, else as Playwright calls it, since an "Expect …"
 * says where and not what. Null where no step failed, or the index leads nowhere.
 */
export function failedStepTitle({ failedStep = null, steps = [] }: Steps): string | null {
  let title: string | null = null;
  let index: number | null = failedStep;
  while (index !== null) {
    const step: NonNullable<Steps['steps']>[number] | undefined = steps[index];
    if (step === undefined) break;
    if (title === null || step.category === 'test.step') ({ title } = step);
    // A parent stands before its children; anything else would go in circles.
    const parent: number | null = step.parent ?? null;
    index = parent !== null && parent < index ? parent : null;
  }
  return title;
}
