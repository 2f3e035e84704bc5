import type { Case } from '../../case.ts';
import { rateDifference } from '../../numbers.ts';

type Run = Pick<Case['runs'][number], 'at' | 'passed'>;

/** Less than this a change of the share that fails may be chance. */
const leastNats = 3;

/**
 * The moment from which more runs fail than before, in milliseconds: the one that parts the two best. Minus infinity where none does. One
 * run that failed by accident an hour ago must not make that hour part of the trouble.
 */
export function onsetOf(runs: readonly Run[]): number {
  const sorted = runs.toSorted((a, b) => a.at - b.at);
  const failing = sorted.filter(({ passed }) => !passed).length;
  let before = 0;
  let best = { nats: leastNats, at: -Infinity };
  sorted.forEach(({ at, passed }, index) => {
    const isFirst = sorted[index - 1]?.at !== at;
    const first = [before, index] as const;
    const second = [failing - before, sorted.length - index] as const;
    if (isFirst && first[0] * second[1] < second[0] * first[1]) {
      const nats = rateDifference(first, second);
      if (nats > best.nats) best = { nats, at };
    }
    if (!passed) before += 1;
  });
  return best.at;
}
