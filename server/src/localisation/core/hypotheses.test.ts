import { expect, test } from 'vitest';
import { posterior } from './hypotheses.ts';
import { fittedWeights } from './weights.ts';

const weights = { ...fittedWeights, second: 2, nothing: 2, temperature: 0.625, clear: 0.8 };
const of = (...nats: readonly number[]) => posterior({ nats, nothing: -4, overlap: () => 0 }, weights);

test('two causes are named together only where each of them is likely enough to act upon', () => {
  expect(of(10, 6).pair).toEqual([0, 1]);
  // Likelier than one, and yet the second is no surer than six in ten: whoever is paged for it would be woken in vain.
  const doubtful = of(10, 4.3);
  expect(doubtful.probability[0]).toBeGreaterThan(0.99);
  expect(doubtful.together(0, 1)).toBeGreaterThan(doubtful.alone[0] ?? 1);
  expect(doubtful.probability[1]).toBeLessThan(0.8);
  expect(doubtful.pair).toBeNull();
});

test('a second cause is no likelier because it is certain that there is one', () => {
  const second = (nothing: number) => {
    const found = posterior({ nats: [10, 6], nothing, overlap: () => 0 }, weights);
    return found.together(0, 1) / (found.alone[0] ?? 1);
  };
  expect(second(-6)).toBeCloseTo(second(2), 9);
  // What speaks for nothing being wrong speaks against a second one too.
  expect(second(5)).toBeLessThan(second(2) / 10);
});

test('one cause, two together and nothing are all there is, and a candidate is a cause alone or with another', () => {
  const found = of(5, 4, 3);
  const pairs = [found.together(0, 1), found.together(0, 2), found.together(1, 2)];
  const all = found.nothing + [...found.alone, ...pairs].reduce((total, share) => total + share, 0);
  expect(all).toBeCloseTo(1, 9);
  expect(found.together(1, 0)).toBe(pairs[0]);
  expect(found.together(0, 0)).toBe(0);
  expect(found.probability[0]).toBeCloseTo((found.alone[0] ?? 0) + (pairs[0] ?? 0) + (pairs[1] ?? 0), 9);
});
