import { clamp } from '../../numbers.ts';
import { once } from '../../once.ts';
import type { Testimony, Witness } from '../../testimony.ts';
import { unanswered } from '../../traces/unanswered.ts';

/** Calls of a product that used to be answered, and now have no span of it below them: it is down, cut off, or no longer tells. */
export const silence: Witness = {
  name: 'silence',
  travels: true,
  testify: once(({ usual, now }) =>
    unanswered(usual, now)
      .filter(({ nats }) => nats > 1)
      .map(({ product, nats, now: seen, usual: before }): Testimony => ({
        witness: 'silence',
        candidate: product,
        llr: clamp(Math.log1p(nats), 0, 10),
        sentence: `Calls of it are left without a span of it: ${seen[0]} of ${seen[1]} are answered, usually ${before[0]} of ${before[1]}.`,
      })),
  ),
};
