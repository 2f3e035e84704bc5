import type { Testimony, Witness } from '../../testimony.ts';

/** A service of somebody else that says itself, or that our probe says, that it is down. */
export const thirdParties: Witness = {
  name: 'third-parties',
  travels: false,
  testify(facts) {
    const down = new Set(facts.case.thirdParties.filter(({ isDown }) => isDown).map(({ name }) => name));
    return facts.case.candidates.flatMap(({ id, kind }): Testimony[] => {
      const candidate = facts.index.get(id);
      if (kind !== 'third-party' || candidate === undefined || !down.has(id)) return [];
      return [{ witness: 'third-parties', candidate, llr: 3, sentence: 'It is down by its own word.' }];
    });
  },
};
