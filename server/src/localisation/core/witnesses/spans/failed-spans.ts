import { clamp, rateDifference, saturate } from '../../numbers.ts';
import { once } from '../../once.ts';
import type { Witness } from '../../testimony.ts';
import { failuresBegin } from '../../traces/failures.ts';

/** Spans that report a failure although nothing below them does: there the failure began, or in what they waited for. */
export const failedSpans: Witness = {
  name: 'failed-spans',
  travels: true,
  testify: once(({ now, usual }) => {
    const failing = failuresBegin(now);
    const before = failuresBegin(usual);
    const total = [...failing.values()].reduce((sum, count) => sum + count, 0);
    return [...failing].map(([candidate, count]) => {
      const expected = ((before.get(candidate) ?? 0) / Math.max(1, usual.size)) * now.size;
      const surplus = Math.max(0, count - expected);
      const nats = rateDifference([before.get(candidate) ?? 0, usual.size], [count, now.size]);
      // Of one trace alone there is nothing to compare with: its failure is the failure.
      const surely = usual.size === 0 ? 1 : saturate(nats, 1.5);
      const llr = clamp((surplus / total) * (1.5 + Math.log1p(surplus)) * surely, 0, 10);
      return { witness: 'failed-spans', candidate, llr, sentence: sentenceOf(count, total) };
    });
  }),
};

function sentenceOf(count: number, total: number): string {
  return `${count} of ${total} ${total === 1 ? 'failure begins' : 'failures begin'} in it: its span fails and nothing below it does, or it was waited for in vain.`;
}
