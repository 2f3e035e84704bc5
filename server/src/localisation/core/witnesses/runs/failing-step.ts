import type { FailingStep } from '../../case.ts';
import type { Testimony, Witness } from '../../testimony.ts';

/** The step at which the test failed: the products its author says it needs, and what the failure looks like. */
export const failingStep: Witness = {
  name: 'failing-step',
  travels: false,
  testify(facts) {
    const { step } = facts.case;
    if (step === null) return [];
    const needed = new Set(step.products.map((id) => facts.index.get(id)));
    return facts.case.candidates.flatMap(({ id, kind }): Testimony[] => {
      const candidate = facts.index.get(id);
      if (candidate === undefined) return [];
      const said = kind === 'product' ? ofProduct(step, needed.has(candidate)) : ofOther(step, kind);
      return said === null ? [] : [{ witness: 'failing-step', candidate, ...said }];
    });
  },
};

type Said = Pick<Testimony, 'llr' | 'sentence'> | null;

function ofProduct(step: FailingStep, isNeeded: boolean): Said {
  if (step.products.length === 0) return null;
  if (isNeeded) return { llr: 1, sentence: `The step that failed, "${step.name}", needs it.` };
  return { llr: -0.5, sentence: `The step that failed, "${step.name}", is not said to need it.` };
}

function ofOther({ shape }: FailingStep, kind: 'test' | 'environment' | 'third-party'): Said {
  if (kind === 'environment' && (shape === 'runner' || shape === 'network'))
    return {
      llr: shape === 'runner' ? 4 : 2,
      sentence: 'The run failed before or beside the page: the runner or its network.',
    };
  if (kind === 'test' && shape === 'assertion')
    return { llr: 0.5, sentence: 'The page came, but not as the test expects it.' };
  return null;
}
