import type { Case, FailingStep } from '../../case.ts';
import type { Testimony, Witness } from '../../testimony.ts';

/** The step at which the test failed: the products its author says it needs, and what the failure looks like. */
export const failingStep: Witness = {
  name: 'failing-step',
  travels: false,
  testify(facts) {
    const { step } = facts.case;
    if (step === null) return [];
    const needed = new Set(step.products.map((id) => facts.index.get(id)));
    const tookPart = new Set(takingPart(facts.case, step).map((id) => facts.index.get(id)));
    return facts.case.candidates.flatMap(({ id, kind }): Testimony[] => {
      const candidate = facts.index.get(id);
      if (candidate === undefined) return [];
      const part = needed.has(candidate) ? 'needed' : tookPart.has(candidate) ? 'took part' : 'no part';
      const said = kind === 'product' ? ofProduct(step, part) : ofOther(step, kind);
      return said === null ? [] : [{ witness: 'failing-step', candidate, ...said }];
    });
  },
};

type Said = Pick<Testimony, 'llr' | 'sentence'> | null;

/** Whom failing runs of the check went through at the step at which they failed, whether or not its author thought of them. */
function takingPart({ runs }: Case, { check }: FailingStep): string[] {
  return runs.filter((run) => !run.passed && run.check === check).flatMap(({ failedIn }) => failedIn ?? []);
}

function ofProduct(step: FailingStep, part: 'needed' | 'took part' | 'no part'): Said {
  if (step.products.length === 0) return null;
  if (part === 'needed') return { llr: 1, sentence: `The step that failed, "${step.name}", needs it.` };
  if (part === 'took part')
    return { llr: 0.5, sentence: `It took part in the step that failed, "${step.name}".` };
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
