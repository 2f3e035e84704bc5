import { expect, test } from 'vitest';
import { seriesOf } from './product-series.ts';

const reading = {
  role: 'errors',
  name: 'Failed',
  productLabel: 'service',
  candidateOf: (label: string) => (label.startsWith('known') ? `product:${label}` : null),
  since: 600_000,
} as const;

/** Ten minutes in which all is well, but the last half minute. */
const before = Array.from({ length: 20 }, (_, row) => [row * 28, '0.1'] as const);

function answer(result: unknown) {
  return { status: 'success', data: { resultType: 'matrix', result } };
}

test('what came before trouble is how it usually is; the rest is looked at, with holes where there is no number', () => {
  const values = [...before, [570, 'NaN'], [600, '0.123456789'], [630, '+Inf']];
  expect(seriesOf(answer([{ metric: { service: 'known' }, values }]), reading)).toEqual([
    {
      ...{ product: 'product:known', role: 'errors', name: 'Failed' },
      ...{ at: [600_000, 630_000], value: [0.12346, null], usual: Array.from({ length: 20 }, () => 0.1) },
    },
  ]);
});

test('what an incident before this one left in a rate is a hole until it rises again; what is usual stays', () => {
  // That incident ended at 610 s; it had this product fail, and a rate over 120 s shows it until 730 s.
  const left = { endedAt: 610_000, forMs: 120_000 };
  const of = (...shown: string[]) => {
    const now = shown.map((value, row) => [600 + 30 * row, value] as const);
    const body = answer([{ metric: { service: 'known' }, values: [...before, ...now] }]);
    return seriesOf(body, { ...reading, since: 601_000, left })?.[0]?.value;
  };
  expect(of('0.5', '0.6', '0.4', '0.2', '0.1', '0.15')).toEqual([null, null, null, 0.1, 0.15]);
  expect(of('0.5', '0.6', '0.7', '0.5', '0.4', '0.3')).toEqual([null, 0.7, null, null, 0.3]);
  expect(of('0.6', '0.4', '0.5')).toEqual([null, null]);
  expect(of('0.1', '0.1', '0.3', '0.5')).toEqual([0.1, 0.3, 0.5]);
  expect(of('0.1', '0.05')).toEqual([0.05]);
  expect(
    seriesOf(answer([{ metric: { service: 'known' }, values: before }]), { ...reading, left })?.[0]?.value,
  ).toEqual([]);
});

test('one series for each product; what names none is left out', () => {
  const one = (metric: Record<string, string>) => ({ metric, values: [...before, [600, '1']] });
  const result = [
    one({ service: 'other' }),
    one({}),
    one({ service: 'known-a' }),
    one({ service: 'known-a' }),
  ];
  expect(seriesOf(answer(result), reading)?.map(({ product }) => product)).toEqual(['product:known-a']);
});

test('what began less than ten minutes before the trouble does not say how it usually is', () => {
  const values = [...before.slice(1), [600, '0.5']];
  expect(seriesOf(answer([{ metric: { service: 'known' }, values }]), reading)).toEqual([]);
});

test.each([null, 'text', {}, { data: { resultType: 'vector', result: [] } }, answer([{ metric: 1 }])])(
  'an answer of another form (%j) is none',
  (body) => {
    expect(seriesOf(body, reading)).toBeNull();
  },
);
