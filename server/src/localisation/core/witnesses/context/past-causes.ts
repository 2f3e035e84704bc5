import type { Testimony, Witness } from '../../testimony.ts';

/** More of one is not learnt from. */
const countMax = 1e6;

/** How often each candidate was the confirmed cause before, beside the others; one case more or less never decides. */
export const pastCauses: Witness = {
  name: 'past-causes',
  travels: false,
  testify(facts) {
    const counts = new Map<number, number>();
    for (const [id, count] of Object.entries(facts.case.pastCauses)) {
      const candidate = facts.index.get(id);
      if (candidate !== undefined && count > 0) counts.set(candidate, Math.min(count, countMax));
    }
    const total = [...counts.values()].reduce((sum, count) => sum + count, 0);
    const even = total / Math.max(1, facts.size);
    return [...counts].map(([candidate, count]): Testimony => ({
      witness: 'past-causes',
      candidate,
      llr: Math.min(1.5, Math.log((count + 5) / (even + 5))),
      sentence: `It was the cause ${count} of the last ${total} times.`,
    }));
  },
};
