import { expect, test } from 'vitest';
import { shownSpans, type KeptSpan } from './run-spans.ts';

const span = (
  spanId: string,
  parentId: string | null,
  product: string,
  parts: Partial<KeptSpan> = {},
): KeptSpan => ({
  ...{ traceId: 't', spanId, parentId, product, displayName: product, operation: `${product} ${spanId}` },
  ...{ startUs: 1_000_000 + Number(spanId) * 1_000, durationUs: 500, failed: false },
  ...parts,
});
const lines = (spans: readonly KeptSpan[]) =>
  shownSpans(spans).items.map(
    ({ operation, depth, startMs }) => `${' '.repeat(depth)}${operation} ${startMs}`,
  );

test('shown is where a product takes over, indented by calls, in their order, whatever order they came in', () => {
  const spans = [
    span('1', 'the request', 'shop'),
    span('2', '1', 'shop'),
    span('3', '2', 'cart'),
    span('4', '1', 'pay'),
    span('5', '3', 'stock'),
  ];
  expect(lines(spans)).toEqual(['shop 1 0', ' cart 3 2', '  stock 5 4', ' pay 4 3']);
  expect(lines(spans.toReversed())).toEqual(lines(spans));
  expect(shownSpans(spans).spans).toBe(5);
});

test('of what a product does in itself only a failure is shown, where it began', () => {
  const failed = { failed: true };
  expect(
    lines([span('1', null, 'shop', failed), span('2', '1', 'shop', failed), span('3', '2', 'shop', failed)]),
  ).toEqual(['shop 1 0', ' shop 3 2']);
});

test('spans in a circle, of nobody known and very many end well', () => {
  expect(lines([span('1', '2', 'shop'), span('2', '1', 'cart')])).toEqual([]);
  const chain = Array.from({ length: 1_000 }, (_, at) =>
    span(`${at + 1}`, at === 0 ? null : `${at}`, `p${at}`),
  );
  expect(shownSpans(chain).items.length).toBeLessThanOrEqual(41);
  const wide = Array.from({ length: 1_000 }, (_, at) => span(`${at + 1}`, null, 'shop'));
  expect(shownSpans(wide)).toMatchObject({ items: { length: 300 }, spans: 1_000 });
});
