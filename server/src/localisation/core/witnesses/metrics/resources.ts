import { clamp } from '../../numbers.ts';
import type { Testimony, Witness } from '../../testimony.ts';
import { beganAt } from './began.ts';
import { deviation } from './series.ts';

/** Something that a product uses up (processor, memory, disk, connections) rose far above what it usually is. */
export const resources: Witness = {
  name: 'resources',
  travels: false,
  testify(facts) {
    const strongest = new Map<number, Testimony>();
    for (const series of facts.case.series) {
      const candidate = series.role === 'resource' ? facts.index.get(series.product) : undefined;
      const seen = candidate === undefined ? null : deviation(series, beganAt(facts));
      if (candidate === undefined || seen === null) continue;
      const llr = clamp(Math.log1p(Math.max(0, seen.rise - 2)) - 1, 0, 10);
      const known = strongest.get(candidate);
      if (known !== undefined && llr <= known.llr) continue;
      const sentence =
        llr > 0.5
          ? `${series.name} rose to ${seen.peak.toPrecision(3)}, usually ${seen.level.toPrecision(3)}.`
          : 'What it uses up is as usual.';
      strongest.set(candidate, { witness: 'resources', candidate, llr, sentence });
    }
    return [...strongest.values()];
  },
};
