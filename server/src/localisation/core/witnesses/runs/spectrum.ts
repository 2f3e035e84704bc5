import type { Testimony, Witness } from '../../testimony.ts';
import { explainedBy, type Group } from './explained.ts';

/** Recent runs of all checks: whether those that go through a product fail more than those that do not. */
export const spectrum: Witness = {
  name: 'spectrum',
  travels: false,
  testify(facts) {
    const { candidates } = facts.case;
    const products = explainedBy(facts)?.products;
    if (products === undefined) return [];
    return candidates.flatMap(({ id, kind }): Testimony[] => {
      const candidate = facts.index.get(id);
      const group = products.get(id);
      if (candidate === undefined || group === undefined || kind === 'test' || kind === 'environment')
        return [];
      return [{ witness: 'spectrum', candidate, llr: group.llr, sentence: sentenceOf(group) }];
    });
  },
};

function sentenceOf({ hits, beside, passing, isUnseen }: Group): string {
  const failing = hits + beside[0];
  const counted = `takes part in ${hits} of ${failing} ${failing === 1 ? 'failure' : 'failures'} of runs, and in ${passing} ${passing === 1 ? 'run' : 'runs'} that passed`;
  return isUnseen ? `What calls it ${counted}; of itself no run shows anything.` : `It ${counted}.`;
}
