import type { Testimony, Witness } from '../../testimony.ts';

const hour = 3_600_000;
const longest = 6 * hour;

/** A product that was changed shortly before is likelier to be broken. The most recent change counts, and never one that came after. */
export const changed: Witness = {
  name: 'changed',
  travels: false,
  testify(facts) {
    const { symptom, changes } = facts.case;
    const latest = new Map<number, number>();
    for (const { product, at, kind } of changes) {
      const candidate = kind === 'commit' ? undefined : facts.index.get(product ?? '');
      const age = symptom.at - at;
      if (candidate === undefined || !(age >= 0 && age < longest)) continue;
      latest.set(candidate, Math.min(latest.get(candidate) ?? Infinity, age));
    }
    return [...latest].map(([candidate, age]): Testimony => {
      const llr = 1.5 - 0.5 * Math.log2(1 + age / (hour / 2));
      return {
        witness: 'changed',
        candidate,
        llr: Math.max(0, llr),
        sentence: `It was changed ${age < 60_000 ? 'less than a minute' : `${Math.round(age / 60_000)} min`} before the failure.`,
      };
    });
  },
};
