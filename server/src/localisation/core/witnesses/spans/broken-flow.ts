import { mayLeaveOut, type Facts } from '../../facts.ts';
import { clamp } from '../../numbers.ts';
import { once } from '../../once.ts';
import type { Testimony, Witness } from '../../testimony.ts';
import { breaks, type Break } from '../../traces/flow.ts';
import { patternChanges } from '../logs/log-patterns.ts';

/** Requests that now end earlier than they used to: after a call of the product, or inside it. */
export const brokenFlow: Witness = {
  name: 'broken-flow',
  travels: true,
  testify: once((facts) => {
    const isAsked = mayLeaveOut(facts);
    const recovering = recoveringProducts(facts);
    const strongest = new Map<number, Break>();
    for (const found of breaks(facts.usual, facts.now)) {
      if (
        !isAsked(found.product) ||
        recovering.has(found.within) ||
        found.nats < (strongest.get(found.product)?.nats ?? 1)
      )
        continue;
      strongest.set(found.product, found);
    }
    return [...strongest.values()].map(testimony);
  }),
};

/** Products that wrote errors in the time without trouble, and now do not: their flow changed for the better. */
function recoveringProducts(facts: Facts): Set<number> {
  const changes = patternChanges(facts).filter(
    ({ isError, isMore, nats }) => isError && !isMore && nats > 1.5,
  );
  return new Set(changes.map(({ product }) => product));
}

function testimony({ product, within, nats, now, usual }: Break): Testimony {
  const where = product === within ? 'inside it' : 'after a call of it';
  return {
    witness: 'broken-flow',
    candidate: product,
    llr: clamp(Math.log1p(nats), 0, 10),
    sentence: `Requests end ${where} that used to go on: ${now[0]} of ${now[1]}, usually ${usual[0]} of ${usual[1]}.`,
  };
}
