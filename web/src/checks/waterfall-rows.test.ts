import { expect, test } from 'vitest';
import { waterfallOf } from './waterfall-rows.ts';

const step = (title: string, atMs: number, parts: object = {}) => ({
  title,
  category: 'test.step',
  parent: null,
  atMs,
  durationMs: 10,
  products: ['web'],
  error: null,
  ...parts,
});
const request = (atMs: number, status: number | null) => ({
  atMs,
  durationMs: 5,
  method: 'GET',
  url: 'https://pay.example/card?secret=1',
  status,
  product: 'payments',
  traceId: null,
  failure: null,
});
const report = (parts: object) =>
  ({ steps: [], requests: [], failedStep: null, durationMs: 100, ...parts }) as unknown as Parameters<
    typeof waterfallOf
  >[0];

test('steps and requests stand in the order in which they began, with who answered and how', () => {
  const { bars } = waterfallOf(
    report({ steps: [step('pay', 20)], requests: [request(30, 502), request(10, 200)] }),
  );
  expect(bars.map(({ title, note, failed }) => [title, note, failed])).toEqual([
    ['GET pay.example/card', '200', false],
    ['pay', null, false],
    ['GET pay.example/card', '502', true],
  ]);
});

test('what is inside a step is shown only where it failed', () => {
  const steps = [
    step('pay', 0),
    step('click', 1, { category: 'pw:api', parent: 0 }),
    step('expect', 2, { category: 'expect', parent: 0 }),
  ];
  expect(waterfallOf(report({ steps, failedStep: 2 })).bars.map(({ title }) => title)).toEqual([
    'pay',
    'expect',
  ]);
});

test('a run with very many says how many are left out', () => {
  const requests = Array.from({ length: 250 }, (_, index) => request(index, 200));
  expect(waterfallOf(report({ requests })).left).toBe(50);
});

test('calls behind a request stand below it, a trace begins with the first request that names it', () => {
  const call = (operation: string, startMs: number, parts: object = {}) => ({
    ...{ traceId: 't', product: 'stock', displayName: 'Stock', operation, depth: 0, startMs, durationMs: 4 },
    ...{ failed: false, ...parts },
  });
  const requests = [request(10, 200), request(40, 502)].map((each) => ({ ...each, traceId: 't' }));
  const spans = [
    call('look', 1),
    call('read', 2, { depth: 1, failed: true }),
    call('take', 32),
    call('lost', 1),
  ];
  const { bars } = waterfallOf(
    report({ requests }),
    spans.map((span) => (span.operation === 'lost' ? { ...span, traceId: 'other' } : span)),
  );
  expect(bars.map(({ title, atMs, depth, note }) => [title, atMs, depth, note])).toEqual([
    ['GET pay.example/card', 10, 0, '200'],
    ['look', 11, 1, null],
    ['read', 12, 2, 'failed'],
    ['GET pay.example/card', 40, 0, '502'],
    ['take', 42, 1, null],
  ]);
});
