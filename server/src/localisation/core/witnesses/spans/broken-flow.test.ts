import { expect, test } from 'vitest';
import { emptyCase, type Case, type Spans } from '../../case.ts';
import { readFacts } from '../../facts.ts';
import { brokenFlow } from './broken-flow.ts';

const candidates = ['shop', 'stock'].map((id) => ({ id, kind: 'product' as const }));

/** Requests to the shop, of which the first so many go on to the stock. */
function requests(count: number, goingOn: number): Spans {
  const rows = Array.from({ length: count }, (_, trace) => [
    { trace, parent: -1, product: 'shop', operation: 'buy' },
    ...(trace < goingOn ? [{ trace, parent: 0, product: 'stock', operation: 'take' }] : []),
  ]).flatMap((spans, _, all) => {
    const first = all.slice(0, all.indexOf(spans)).flat().length;
    return spans.map((span) => ({ ...span, parent: span.parent < 0 ? -1 : first }));
  });
  return {
    trace: rows.map(({ trace }) => trace),
    parent: rows.map(({ parent }) => parent),
    product: rows.map(({ product }) => product),
    operation: rows.map(({ operation }) => operation),
    startUs: rows.map((_, index) => index * 1_000),
    durationUs: rows.map(() => 500),
    failed: rows.map(() => false),
    peer: rows.map(() => ''),
    serves: rows.map(() => true),
  };
}

function said(runs: Case['runs']): string[] {
  const facts = readFacts({
    ...emptyCase(candidates, [['shop', 'stock']], 0),
    now: { spans: requests(12, 0), logs: [] },
    usual: { spans: requests(60, 40), logs: [] },
    runs,
  });
  return brokenFlow.testify(facts).map(({ sentence }) => sentence);
}

const run = (passed: boolean): Case['runs'][number] => ({
  ...{ at: 0, passed, check: 'buy', environment: 'eu', runner: 'one', products: ['shop'], flaky: false },
});

test('requests that end where they used to go on are told of, also where no check is known', () => {
  const sentence = 'Requests end inside it that used to go on: 12 of 12, usually 20 of 60.';
  expect(said([])).toEqual([sentence]);
  expect(said([run(true), run(false)])).toEqual([sentence]);
});

test('while every check passes people may ask for something else, and nothing is told', () => {
  expect(said([run(true)])).toEqual([]);
});
