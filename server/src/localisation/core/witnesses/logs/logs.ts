import { clamp } from '../../numbers.ts';
import type { Testimony, Witness } from '../../testimony.ts';
import { patternChanges, type PatternChange } from './log-patterns.ts';

/** Messages that are new, or gone although the place where they are written is still reached. */
export const logs: Witness = {
  name: 'logs',
  travels: true,
  testify(facts) {
    const strongest = new Map<number, { change: PatternChange; nats: number }>();
    for (const change of patternChanges(facts)) {
      const nats = change.nats * weightOf(change);
      if (nats > (strongest.get(change.product)?.nats ?? 1)) strongest.set(change.product, { change, nats });
    }
    return [...strongest].map(([candidate, { change, nats }]) => testimony(candidate, change, nats));
  },
};

/**
 * A new error says most; an error that is gone, or a new message that is none, says nothing. What comes and goes with the traffic changes
 * by a part; what a fault does is done nearly every time or never.
 */
function weightOf({ isError, isMore, now, usual }: PatternChange): number {
  const size = Math.abs(now[0] / now[1] - usual[0] / usual[1]);
  if (isError) return isMore ? 1.5 * (0.5 + size / 2) : 0;
  return isMore ? 0 : size;
}

function testimony(candidate: number, { isMore, now, usual, text }: PatternChange, nats: number): Testimony {
  const verb = isMore ? 'now writes' : 'no longer writes as often';
  return {
    witness: 'logs',
    candidate,
    llr: clamp(Math.log1p(nats), 0, 10),
    sentence: `It ${verb} "${text.slice(0, 80)}": ${now[0]} of ${now[1]} times, usually ${usual[0]} of ${usual[1]}.`,
  };
}
