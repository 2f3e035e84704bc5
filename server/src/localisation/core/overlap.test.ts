import { expect, test } from 'vitest';
import { emptyCase } from './case.ts';
import { readFacts } from './facts.ts';
import { overlapOf } from './overlap.ts';
import { fittedWeights } from './weights.ts';

const ids = ['shop', 'cart', 'stock', 'search'];
const calls = [
  ['shop', 'cart'],
  ['cart', 'stock'],
] as const;
const facts = readFacts(
  emptyCase(
    ids.map((id) => ({ id, kind: 'product' as const })),
    calls,
    0,
  ),
);
const [shop, cart, stock, search] = ids.map((id) => facts.index.get(id) ?? -1) as [
  number,
  number,
  number,
  number,
];

test('a step that is said to need the caller speaks for no second cause beside what it calls, directly or through others', () => {
  const step = { witness: 'failing-step', candidate: shop, llr: 1, sentence: '' };
  const overlap = overlapOf(facts, [step], fittedWeights);
  const whole = fittedWeights.witness['failing-step'];
  expect([overlap(shop, cart), overlap(stock, shop)]).toEqual([whole, whole]);
  expect([overlap(shop, search), overlap(cart, stock)]).toEqual([0, 0]);
});
