import { expect, test } from 'vitest';
import { emptyCase } from '../case.ts';
import { readFacts } from '../facts.ts';
import { fittedWeights } from '../weights.ts';
import { lossOf } from './fit-weights.ts';
import type { Known } from './known.ts';

const facts = readFacts(
  emptyCase(
    ['cart', 'shop'].map((id) => ({ id, kind: 'product' as const })),
    [],
    0,
  ),
);
const both = [10, 9].map((llr, candidate) => ({ witness: 'alerts', candidate, llr, sentence: '' }));
const known = (causes: readonly string[]): Known => ({
  ...{ set: 'any', group: 'any', causes, facts, testimonies: both },
});
const believing = { ...fittedWeights, witness: { alerts: 1 } };

test('a second cause that is promised where there is one costs, and one that is there costs where it is not promised', () => {
  const loss = (causes: readonly string[], second: number) =>
    lossOf([known(causes)], { ...believing, second });
  expect(loss(['cart'], 4)).toBeGreaterThan(loss(['cart'], 12) + 1);
  expect(loss(['cart', 'shop'], 12)).toBeGreaterThan(loss(['cart', 'shop'], 4) + 1);
});
