import { clamp, rateDifference, saturate } from '../../numbers.ts';
import type { Witness } from '../../testimony.ts';
import type { TraceModel } from '../../traces/trace-model.ts';

/** Spans that report a failure although no call below them does: there the failure began. */
export const failedSpans: Witness = {
  name: 'failed-spans',
  travels: true,
  testify({ now, usual }) {
    const failing = deepest(now);
    const before = deepest(usual);
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
  },
};

function sentenceOf(count: number, total: number): string {
  return `${count} of ${total} failures begin in it: its span fails and no call below it does.`;
}

function deepest(model: TraceModel): Map<number, number> {
  const counts = new Map<number, number>();
  for (let row = 0; row < model.size; row += 1) {
    if (model.failed[row] !== 1 || hasFailedChild(model, row)) continue;
    const peer = model.peer[row] ?? -1;
    // A call that fails and of which the called one sent no span: it did not answer, or it sends none.
    const product = peer >= 0 && model.firstChild[row] === -1 ? peer : (model.product[row] ?? -1);
    counts.set(product, (counts.get(product) ?? 0) + 1);
  }
  return counts;
}

function hasFailedChild(model: TraceModel, row: number): boolean {
  for (let child = model.firstChild[row] ?? -1; child >= 0; child = model.nextSibling[child] ?? -1)
    if (model.failed[child] === 1) return true;
  return false;
}
