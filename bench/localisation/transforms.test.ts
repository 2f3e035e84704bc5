import { fittedWeights, localise, type Case } from '@fieldmarshal/server/localisation';
import { describe, expect, test } from 'vitest';
import { Random } from '../pager/random.ts';
import { kinds } from './simulator/fault.ts';
import { incidents } from './simulator/incident.ts';
import { amongStrangers, doubled, holed, later, renamed, shuffled } from './transforms.ts';

const cases = [...incidents(31, kinds.length)];

/** Who is suspected and how surely, as far as it is more than a rounding of sums. */
function judged(input: Case, back: (id: string) => string = (id) => id) {
  const { ranking, clear, nothing, pair, changes } = localise(input, fittedWeights);
  const likely = ranking.filter(({ probability }) => probability > 1e-3);
  return {
    clear,
    nothing: nothing.toFixed(6),
    suspects: likely.map(({ id, probability }) => `${back(id)} ${probability.toFixed(6)}`).toSorted(),
    pair: pair === null ? null : pair.map(back).toSorted(),
    changes: changes.changes.map(({ id, probability }) => `${id} ${probability.toFixed(6)}`).toSorted(),
  };
}

describe.each(cases)('$id, $kind', ({ input }) => {
  const as = judged(input);

  test('told in another order', () => {
    expect(judged(shuffled(input, new Random(5)))).toEqual(as);
  });

  test('years later', () => {
    expect(judged(later(input, 1_800_000_000_000))).toEqual(as);
  });

  test('under other names', () => {
    // Backwards, so that every order by name is another one too.
    const there = (id: string) => id.split('').toReversed().join('');
    expect(judged(renamed(input, there), there)).toEqual(as);
  });

  test.runIf(as.clear)('with holes and what is no number in its series, where it was clear', () => {
    const [first] = localise(holed(input, new Random(3)), fittedWeights).ranking;
    expect(first?.id).toBe(localise(input, fittedWeights).ranking[0]?.id);
  });

  test('with every span sent twice', () => {
    expect(judged(doubled(input))).toEqual(as);
  });

  test('among 2,000 products of which nothing is known', () => {
    const among = judged(amongStrangers(input, 2_000));
    expect(among.suspects[0]?.split(' ')[0]).toBe(as.suspects[0]?.split(' ')[0]);
    expect(among.suspects.filter((suspect) => suspect.includes('stranger'))).toEqual([]);
  });
});
