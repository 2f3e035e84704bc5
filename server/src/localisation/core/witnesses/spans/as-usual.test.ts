import { expect, test } from 'vitest';
import { emptyCase, type Case, type Spans } from '../../case.ts';
import { readFacts } from '../../facts.ts';
import { asUsual } from './as-usual.ts';

const candidates = [
  { id: 'shop', kind: 'product' },
  { id: 'cart', kind: 'product' },
  { id: 'the test', kind: 'test' },
] as const;
const step = { check: 'buy', runner: 'a', name: 'pays', products: ['shop'], shape: 'assertion' as const };

/** Equal traces in which the shop asks the cart twice; of those `failed` the cart's first answer is an error. */
function traces(count: number, failed = 0): Spans {
  const rows = Array.from({ length: count }, (_, trace) => trace).flatMap((trace) =>
    ['shop', 'cart', 'cart'].map((product, at) => ({
      trace,
      product,
      at,
      failed: trace < failed && at === 1,
    })),
  );
  return {
    trace: rows.map(({ trace }) => trace),
    parent: rows.map(({ trace, at }) => (at === 0 ? -1 : trace * 3)),
    product: rows.map(({ product }) => product),
    operation: rows.map(({ product }) => product),
    startUs: rows.map(({ trace, at }) => trace * 1e6 + at * 1_000),
    durationUs: rows.map(({ trace, at }) => (at === 0 ? 9_000 : 900) + trace),
    failed: rows.map((row) => row.failed),
  };
}

function said(now: Spans | null, over: Partial<Case> = {}) {
  const usual = { spans: traces(30), logs: [] };
  return asUsual.testify(
    readFacts({
      ...emptyCase(candidates, [['shop', 'cart']], 0),
      step,
      now: { spans: now, logs: [] },
      usual,
      ...over,
    }),
  );
}

test('where the spans of the failing runs are as usual a test is likelier at fault, and less where a product shows trouble in them', () => {
  const [usual] = said(traces(20));
  expect(usual?.llr).toBeGreaterThan(0.95);
  expect(usual?.sentence).toContain('Nothing in the spans');
  expect(said(traces(20, 15))).toMatchObject([{ llr: -1.5 }]);
});

test('of requests that call nobody, and of very few, it says next to nothing: wrong data would show no more in them', () => {
  const alone = (count: number) => ({ ...traces(count), parent: traces(count).parent.map(() => -1) });
  expect(said(alone(20), { usual: { spans: alone(30), logs: [] } })).toEqual([]);
  expect(said(traces(1))[0]?.llr).toBeLessThan(0.2);
});

test('without spans, without any to compare with, and where no test failed, it says nothing', () => {
  expect(said(null)).toEqual([]);
  expect(said(traces(20), { usual: { spans: null, logs: [] } })).toEqual([]);
  expect(said(traces(20), { step: null })).toEqual([]);
});
