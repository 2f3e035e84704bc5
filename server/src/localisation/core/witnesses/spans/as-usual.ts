import { clamp, largest, saturate } from '../../numbers.ts';
import type { Testimony, Witness } from '../../testimony.ts';
import type { TraceModel } from '../../traces/trace-model.ts';
import { brokenFlow } from './broken-flow.ts';
import { failedSpans } from './failed-spans.ts';
import { silence } from './silence.ts';
import { spanTime } from './span-time.ts';

const signs: readonly Witness[] = [failedSpans, brokenFlow, silence, spanTime];

/** Nats of a sign in some product from which the spans look more like trouble in a product than like a test of its own mind. */
const even = 1.5;
/** Calls between products of which it takes about so many before that nothing shows in them means something. */
const few = 5;

/** A product that is at fault mostly shows it in the spans of the failing runs, and a test that fails by itself does not. */
export const asUsual: Witness = {
  name: 'as-usual',
  travels: false,
  testify(facts) {
    const { now, usual, index } = facts;
    const { step, candidates } = facts.case;
    if (step === null || now.size === 0 || usual.size === 0) return [];
    const strongest = largest(signs.flatMap((sign) => sign.testify(facts).map(({ llr }) => llr)));
    const leaning = clamp(even - Math.max(0, strongest), -1.5, 1);
    // A request that calls nobody ends no earlier and asks nobody in vain: wrong data shows nothing in it either.
    const llr = leaning > 0 ? leaning * saturate(callsIn(now), few) : leaning;
    return candidates.flatMap(({ id, kind }): Testimony[] => {
      const candidate = kind === 'test' ? index.get(id) : undefined;
      return candidate === undefined || llr === 0
        ? []
        : [{ witness: 'as-usual', candidate, llr, sentence: sentenceOf(llr) }];
    });
  },
};

function callsIn({ size, parent, product }: TraceModel): number {
  let calls = 0;
  for (let row = 0; row < size; row += 1) {
    const above = parent[row] ?? -1;
    if (above >= 0 && product[above] !== product[row]) calls += 1;
  }
  return calls;
}

function sentenceOf(llr: number): string {
  return llr > 0
    ? 'Nothing in the spans of the failing runs failed, ended early or took longer than in those of runs that passed.'
    : 'In the spans of the failing runs something failed, ended early or took longer, and that is not what a test does.';
}
