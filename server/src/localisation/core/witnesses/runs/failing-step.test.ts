import { expect, test } from 'vitest';
import { emptyCase } from '../../case.ts';
import { readFacts } from '../../facts.ts';
import { failingStep } from './failing-step.ts';

const ids = ['shop', 'cart', 'mail'];
const step = { check: 'buy', runner: 'a', name: 'pays', products: ['shop'], shape: 'assertion' as const };
const run = {
  ...{ at: 0, passed: false, check: 'buy', environment: 'eu', runner: 'a', flaky: false },
  ...{ products: ids, failedIn: ['shop', 'cart'] },
};

test('who took part in the step that failed is not cleared because its author did not think of it', () => {
  const facts = readFacts({
    ...emptyCase(
      ids.map((id) => ({ id, kind: 'product' as const })),
      [],
      0,
    ),
    ...{ step, runs: [run, { ...run, check: 'look', failedIn: ['mail'] }] },
  });
  const said = failingStep.testify(facts);
  const of = (id: string) => said.find(({ candidate }) => candidate === facts.index.get(id));
  expect(of('shop')?.llr).toBeGreaterThan(of('cart')?.llr ?? 1);
  expect(of('cart')?.llr).toBeGreaterThan(0);
  expect(of('cart')?.sentence).toBe('It took part in the step that failed, "pays".');
  expect(of('mail')?.llr).toBeLessThan(0);
});
