import type { RunReport } from '@fieldmarshal/contract/checks';
import { expect, test } from 'vitest';
import { pathOf } from './run-path.ts';

const step = (
  title: string,
  parts: Partial<RunReport['steps'][number]> = {},
): RunReport['steps'][number] => ({
  ...{ title, category: 'test.step', parent: null, atMs: 0, durationMs: 90, products: [], error: null },
  ...parts,
});

const request = (product: string, atMs: number): RunReport['requests'][number] => ({
  ...{ atMs, durationMs: 40, method: 'GET', url: `https://${product}.example/`, product, status: 200 },
  ...{ traceId: `trace-of-${product}`, failure: null },
});

function pathOfRun(
  steps: RunReport['steps'],
  failedStep: number | null,
  verdict: 'failed' | 'passed' = 'failed',
) {
  const report = {
    ...{ verdict, fault: null, error: null, steps, failedStep },
    requests: [
      request('shop', 10),
      { ...request('mail', 20), status: 503 },
      request('cart', 100),
      request('stock', 120),
    ],
  };
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the rest of a report is not looked at
  return pathOf(report as unknown as RunReport, 0).path;
}

test('what a run asked since the step began at which it failed, and what that is said to need, is where it failed', () => {
  const steps = [
    step('Open'),
    step('Buy', { atMs: 100, products: ['pay'] }),
    step('expect', { category: 'expect', parent: 1, atMs: 130 }),
  ];
  const traces = ['trace-of-cart', 'trace-of-stock'];
  expect(pathOfRun(steps, 2).failedIn).toEqual({ products: ['pay', 'cart', 'stock'], traces });
});

test('a run that passed, and one of which no step is known, failed nowhere', () => {
  for (const path of [
    pathOfRun([step('Open')], 0, 'passed'),
    pathOfRun([step('Open')], null),
    pathOfRun([step('expect', { category: 'expect' })], 0),
    pathOfRun([], 7),
  ])
    expect([path.failedIn, path.passedIn]).toEqual([undefined, undefined]);
});

test('what a run asked and what its steps were about before the one that failed is what passed, also where both ask the same', () => {
  const steps = [
    step('Open', { products: ['map'] }),
    step('Still open', { atMs: 50, durationMs: 500, products: ['late'] }),
    step('Buy', { atMs: 100, products: ['shop'] }),
  ];
  const { failedIn, passedIn } = pathOfRun(steps, 2);
  expect(passedIn).toEqual({ products: ['map', 'shop'], traces: ['trace-of-shop'] });
  expect(failedIn?.products).toContain('shop');
});
